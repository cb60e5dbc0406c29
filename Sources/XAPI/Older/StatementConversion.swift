public import JSON
import Values

/// Brings a statement from before 1.0 to 1.0.0 by the steps of 1.0.3 Communication, Appendix A, and by no others. Whether
/// what comes out is a good statement is for ``StatementReader`` to say.
public struct StatementConversion: Sendable {
    private let version: OlderVersion
    private let homePage: String

    /// - Parameter homePage: of the system that converts; it stands in the authority of statements that name none.
    public init(from version: OlderVersion, homePage: String) {
        self.version = version
        self.homePage = homePage
    }

    /// - Returns: the statement of 1.0.0, or every reason why it mustn't be converted.
    public func convert(_ statement: JSONValue) -> Result<JSONNode, StatementRefusal> {
        var faults: [ServiceError.Fault] = []
        if statement["voided"]?.bool == true {
            faults.append(.init("/voided", "is true, and a voided statement isn't brought to 1.0"))
        }
        if version == .v09 { faults += OldestStatement.foreign(in: statement) }
        guard faults.isEmpty else { return .failure(StatementRefusal(faults)) }
        var members: [(String, JSONNode)] = []
        for member in statement.members where !["version", "voided"].contains(member.name) {
            switch version {
            case .v09: if let node = OldestStatement.member(member.name, member.value) { members.append(node) }
            case .v095:
                members.append((member.name, member.name == "context" ? context(member.value) : member.value.node))
            }
        }
        members.append(("version", "1.0.0"))
        if statement["authority"] == nil {
            members.append(("authority", ["account": ["homePage": .string(homePage), "name": "unknown"]]))
        }
        return .success(.object(members))
    }

    /// What refers to another statement stays only as a StatementRef.
    private func context(_ context: JSONValue) -> JSONNode {
        .object(
            context.members.compactMap { name, value in
                if name == "statement", value["objectType"]?.string != "StatementRef" { return nil }
                return (name, value.node)
            })
    }
}
