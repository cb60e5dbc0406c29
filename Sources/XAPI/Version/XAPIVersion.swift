public import Values

/// The two lines of the standard that one service speaks; a request's version header chooses.
public enum XAPIVersion: String, Sendable, CaseIterable, Comparable {
    /// xAPI 1.0.3 (ADL).
    case v1 = "1.0.3"
    /// xAPI 2.0 (IEEE 9274.1.1-2023).
    case v2 = "2.0.0"

    public static let headerName = "X-Experience-API-Version"

    /// What a response's version header says: the latest patch of the line that served the request.
    public var headerValue: String { rawValue }

    /// What a statement without `version` is given (1.0.3 Data §2.4.10; IEEE 9274.1.1 §4.2.4.3).
    public var defaultStatementVersion: String {
        switch self {
        case .v1: "1.0.0"
        case .v2: "2.0.0"
        }
    }

    /// Every version that `about` names, oldest first.
    public static let supported = ["1.0.0", "1.0.1", "1.0.2", "1.0.3", "2.0.0"]

    public static func < (a: XAPIVersion, b: XAPIVersion) -> Bool { a == .v1 && b == .v2 }
}

/// Reading `X-Experience-API-Version` (1.0.3 Communication §3.3; IEEE 9274.1.1 §4.1.7).
public enum VersionHeader {
    /// The line that a request asks for: `1.0` and every `1.0.x`, `2.0` and every `2.0.x`, white space trimmed.
    /// - Parameter values: every value of the header, in order; none when the header is absent.
    /// - Throws: `invalid` with a short text that names the supported versions.
    public static func parse(_ values: [String]) throws(ServiceError) -> XAPIVersion {
        guard let value = values.first else { throw refusal("The header is missing.") }
        guard values.count == 1 else { throw refusal("The header stands twice.") }
        if value == "2.0.0" { return .v2 }
        if value == "1.0.3" { return .v1 }
        let trimmed = value.utf8.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
        guard let version = line(of: String(decoding: Array(trimmed), as: UTF8.self)) else {
            throw refusal("That version isn't supported.")
        }
        return version
    }

    /// As ``parse(_:)-([String])``, for a transport that gives one value or none.
    public static func parse(_ value: String?) throws(ServiceError) -> XAPIVersion {
        try parse(value.map { [$0] } ?? [])
    }

    /// The line that a version number belongs to: `1.0`, `1.0.9` and `2.0.1` do, `1.0.`, `1.1.0` and `0.95` don't.
    public static func line(of version: String) -> XAPIVersion? {
        let parts = version.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3, parts[1].elementsEqual("0".utf8) else { return nil }
        if parts.count == 3 {
            guard (1...9).contains(parts[2].count), parts[2].allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return nil }
        }
        if parts[0].elementsEqual("1".utf8) { return .v1 }
        return parts[0].elementsEqual("2".utf8) ? .v2 : nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    private static func refusal(_ reason: String) -> ServiceError {
        ServiceError(
            .invalid, "\(XAPIVersion.headerName): \(reason) Supported versions are 1.0.x (1.0.3) and 2.0.x (2.0.0).")
    }
}
