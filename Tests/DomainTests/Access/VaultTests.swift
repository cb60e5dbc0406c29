import Access
import Cryptography
import TestWorld
import Testing
import Values

@Suite("The vault")
struct VaultTests {
    let folder = TemporaryFolder()
    let frozen = FrozenWorld()

    func vault(_ passphrase: String? = nil) throws -> Vault {
        try Vault.open(
            KeyFolder(path: folder.path + "/keys"), passphrase: passphrase.map { Secret($0) }, world: frozen.world)
    }

    @Test("The key is made at the first start and found at the next")
    func firstStart() throws {
        let hash = try vault().lookupHash("email", "a@example.com")
        #expect(hash.count == 32)
        #expect(try vault().lookupHash("email", "a@example.com") == hash)
    }

    @Test("Another folder's vault gives other hashes, and opens nothing of this one")
    func otherVault() throws {
        let here = try vault()
        let there = Vault(masterKey: [UInt8](repeating: 1, count: 32))
        #expect(here.lookupHash("email", "a") != there.lookupHash("email", "a"))
        #expect(here.agentKey("a") != there.agentKey("a"))
        let box = try here.seal([1], for: "x", at: [2])
        #expect(try here.open(box, for: "x", at: [2]) == [1])
        #expect(throws: CryptographyError.self) { try there.open(box, for: "x", at: [2]) }
        #expect(throws: CryptographyError.self) { try here.open(box, for: "y", at: [2]) }
        #expect(throws: CryptographyError.self) { try here.open(box, for: "x", at: [3]) }
    }

    @Test("Hashes differ by kind, and the border between kind and value can't be moved")
    func kinds() throws {
        let vault = try vault()
        #expect(vault.lookupHash("a", "bc") != vault.lookupHash("ab", "c"))
        #expect(vault.agentKey("x").count == 16)
        #expect(vault.agentKey("x") != Array(vault.lookupHash("agent", "x").prefix(16)))
    }

    @Test("Whatever holds a vault can be written out without its keys")
    func writtenOut() throws {
        struct Holder { var vault: Vault }
        let vault = Vault(masterKey: [UInt8](repeating: 5, count: 32))
        var dumped = ""
        dump(Holder(vault: vault), to: &dumped)
        for text in ["\(vault)", "\(Holder(vault: vault))", String(reflecting: [vault]), dumped] {
            #expect(text.contains("Vault") && !text.contains("wrapping") && !text.contains(", "), "\(text)")
        }
    }

    @Test("A passphrase seals the key file, also one that was in clear before")
    func passphrase() throws {
        let hash = try vault().lookupHash("a", "b")
        #expect(try PEMFile.read(folder.path + "/keys/vault.key").hasPrefix("lectern-vault-1 plain "))
        #expect(try vault("open sesame").lookupHash("a", "b") == hash)
        #expect(try PEMFile.read(folder.path + "/keys/vault.key").hasPrefix("lectern-vault-1 scrypt "))
        #expect(try vault("open sesame").lookupHash("a", "b") == hash)
        #expect(throws: ServiceError.self) { try vault() }
        #expect(throws: ServiceError.self) { try vault("other") }
    }

    @Test("A damaged key file is refused, never replaced")
    func damaged() throws {
        _ = try vault()
        let keys = try KeyFolder(path: folder.path + "/keys")
        for text in ["", "x", "lectern-vault-1 plain AAAA", "lectern-vault-1 plain", "lectern-vault-2 plain AAAA"] {
            try keys.write(Array(text.utf8), to: "vault.key")
            #expect(throws: ServiceError.self) { try vault() }
        }
    }

    @Test("Of two processes that make a file at once, one wins and both see the same")
    func race() throws {
        let keys = try KeyFolder(path: folder.path + "/keys")
        #expect(try keys.create([1], at: "x"))
        #expect(try !keys.create([2], at: "x"))
        #expect(try keys.read("x") == [1])
    }
}
