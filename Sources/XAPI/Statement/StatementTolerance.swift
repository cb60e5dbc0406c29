/// What real packages send against the standard, forgiven per package; nothing is forgiven by default.
public struct StatementTolerance: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `context.registration` may be an empty string; it counts as absent.
    public static let emptyRegistration = StatementTolerance(rawValue: 1)
    /// `actor` may be null or absent; the statement is completed with the session's actor.
    public static let missingActor = StatementTolerance(rawValue: 2)
    /// Identifiers may hold spaces: `http://M5_Gravity Filtration`.
    public static let spacesInIdentifiers = StatementTolerance(rawValue: 4)
    /// `version` may be anything that is text (IEEE 9274.1.1 §4.2.4.1, against the public suite).
    public static let anyStatementVersion = StatementTolerance(rawValue: 8)

    /// All that packages need.
    public static let packages: StatementTolerance = [.emptyRegistration, .missingActor, .spacesInIdentifiers]
}
