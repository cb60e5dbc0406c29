package import Values

/// Someone who learns or teaches, as the database knows them: by an opaque name.
package struct Person: Sendable, Hashable {
    package let id: UUID16
    package let tenant: TenantID
    /// 22 random characters: the account by which statements that we cause name this person.
    package let accountName: String
    package let createdAt: Instant
    /// When the person's data was erased; the row stays so that nothing points nowhere.
    package let erasedAt: Instant?
    let wrappedKey: [UInt8]?
    let sealedProfile: [UInt8]?
}

/// Who says that a person exists; it decides whether an erased one may come back.
package enum PersonSource: String, Sendable, CaseIterable {
    /// The person came in by a launch or an invitation: erased before or not, a new and empty person begins.
    case launch
    /// A platform's list of members (NRPS).
    case roster
    /// A file or another system's records.
    case importing = "import"
    /// An agent in a statement of a client.
    case statement
    /// Entered by staff, who decide.
    case staff

    /// Whether this may make a new person of identifiers that were erased (GDPR-ERA-09).
    package var mayReturn: Bool { self == .launch || self == .staff }
}
