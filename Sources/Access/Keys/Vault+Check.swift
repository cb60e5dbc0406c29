package import Database
package import Values

extension Vault {
    /// By which this vault is known again as the one of a database, without telling anything of its key.
    /// - Parameter instance: the database's id.
    package func check(of instance: UUID16) -> String {
        Hexadecimal.encode(keyedHash("backup", instance.bytes).prefix(16))
    }

    /// Whether records of a database were sealed by this vault, for one that doesn't hold the vault's check yet; nil when
    /// no record tells.
    package func hasSealed(in transaction: Transaction) throws -> Bool? {
        if let row = try transaction.row(
            "select tenant, id, wrapped_key from person where wrapped_key is not null limit 1")
        {
            let (tenant, id, wrapped) = (TenantID(try row.int(0)), try row.id(1), try row.bytes(2))
            return (try? PersonKey(unwrapping: wrapped, of: id, in: tenant, by: self)) != nil
        }
        return try StaffUsers.anyOpens(by: self, in: transaction)
    }
}
