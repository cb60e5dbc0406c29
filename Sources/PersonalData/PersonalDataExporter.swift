public import Database

/// Hands out what a domain holds about a person (GDPR art. 15 and 20).
public protocol PersonalDataExporter: Sendable {
    /// The tables that it reads.
    var tables: [String] { get }
    /// The folder in the privacy package, such as `lti`, `cohorts` or `xapi`.
    var category: String { get }
    /// Gives each file to `sink` as soon as it is ready; large matters come in several files.
    func export(
        _ person: PersonReference, from transaction: Transaction, to sink: (ExportedItem) throws -> Void) throws
}

/// A file of a privacy package.
public struct ExportedItem: Sendable {
    /// Relative, with its category first: `cohorts/enrolments.json`.
    public var path: String
    public var bytes: [UInt8]
    /// How many records it holds, for the table of contents.
    public var count: Int

    public init(path: String, bytes: [UInt8], count: Int = 1) {
        self.path = path
        self.bytes = bytes
        self.count = count
    }
}
