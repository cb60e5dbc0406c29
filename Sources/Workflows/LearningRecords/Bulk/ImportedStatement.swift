import JSON
import LearningRecords
import Values
import XAPI

/// A statement of a file, by the rules of the version that it says it is of, or, as this service takes them too
/// (1.0.3 Data §2.4.10; IEEE 9274.1.1 §4.2.4.1), of the other one. What packages are forgiven is forgiven here, since
/// what was taken from them goes out with every export.
enum ImportedStatement {
    private static let tolerance: StatementTolerance = [.emptyRegistration, .spacesInIdentifiers]

    /// - Parameters:
    ///   - older: the version of statements that name none, when it is from before 1.0.
    ///   - homePage: of this service, for the authority of statements from before 1.0 that name none.
    static func read(
        _ bytes: [UInt8], older: OlderVersion?, homePage: String
    ) -> Result<ValidStatement, StatementRefusal> {
        let value: JSONValue
        do { value = try JSONDocument(parsing: bytes).root } catch {
            return .failure(StatementRefusal([.init("", "isn't JSON: \(error.message)")]))
        }
        let named = value["version"]?.string
        guard let older = named.map(OlderVersion.init(declared:)) ?? older else { return read(value) }
        return StatementConversion(from: older, homePage: homePage).convert(value).flatMap { converted in
            // What was JSON before is JSON after it.
            guard let document = try? JSONDocument(parsing: converted.serialized) else {
                return .failure(StatementRefusal([.init("", "can't be brought to 1.0")]))
            }
            return read(document.root)
        }
    }

    private static func read(_ value: JSONValue) -> Result<ValidStatement, StatementRefusal> {
        let declared = value["version"]?.string.flatMap(VersionHeader.line) ?? .v1
        let found = read(value, declared)
        guard case .failure = found, case .success(let statement) = read(value, declared == .v1 ? .v2 : .v1) else {
            return found
        }
        return .success(statement)
    }

    private static func read(_ value: JSONValue, _ version: XAPIVersion) -> Result<ValidStatement, StatementRefusal> {
        StatementReader.read(value, version: version, tolerance: tolerance).flatMap { statement in
            guard statement.id != nil else { return .failure(StatementRefusal([.init("/id", "is missing")])) }
            return .success(statement)
        }
    }
}
