public import Values

/// A person, with everything by which a domain may have recorded them.
public struct PersonReference: Sendable, Hashable {
    public var tenant: TenantID
    public var person: UUID16
    /// The opaque name under which statements that the service causes speak of the person.
    public var accountName: String
    /// Keyed 16-byte hashes of all known identifiers, as the index of statements and documents holds them.
    public var agentKeys: [[UInt8]]
    /// The identifiers themselves, as inverse functional identifiers (xAPI 1.0.3 part 2 §2.4.2.3).
    public var identifiers: [String]

    public init(
        tenant: TenantID, person: UUID16, accountName: String, agentKeys: [[UInt8]] = [], identifiers: [String] = []
    ) {
        self.tenant = tenant
        self.person = person
        self.accountName = accountName
        self.agentKeys = agentKeys
        self.identifiers = identifiers
    }
}
