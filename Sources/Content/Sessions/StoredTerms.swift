import CMI5
import JSON
import Values
import XAPI

/// A session's terms as one JSON text, apart from what has columns of its own.
enum StoredTerms {
    static func encode(_ terms: SessionTerms) -> String {
        JSONNode.compactObject([
            ("activity", .string(terms.activityID)), ("publisher", .string(terms.publisherID)),
            ("grouping", .array(terms.groupingIDs.map { .string($0) })), ("moveOn", .string(terms.moveOn.rawValue)),
            ("mastery", terms.masteryScore.map { .number($0) }),
            ("parameters", terms.launchParameters.map { .string($0) }),
            ("entitlement", terms.entitlementKey.map { .string($0) }),
            ("returnURL", terms.returnURL.map { .string($0) }),
        ]).text
    }

    static func decode(
        _ text: String, sessionID: String, registration: UUID16, actor: AgentIdentifier, mode: LaunchMode
    ) throws -> SessionTerms {
        let value = try JSONDocument(parsing: text).root
        return SessionTerms(
            sessionID: sessionID, registration: registration, actor: actor,
            activityID: value["activity"]?.string ?? "", publisherID: value["publisher"]?.string ?? "",
            groupingIDs: value["grouping"]?.elements.compactMap(\.string) ?? [], mode: mode,
            moveOn: value["moveOn"]?.string.flatMap { MoveOn(rawValue: $0) } ?? .notApplicable,
            masteryScore: value["mastery"]?.double, launchParameters: value["parameters"]?.string,
            entitlementKey: value["entitlement"]?.string, returnURL: value["returnURL"]?.string)
    }
}

extension AgentIdentifier {
    /// The two columns of a session's actor: an account, or an address with an empty home.
    var columns: (home: String, name: String) {
        switch self {
        case .account(let home, let name): (home, name)
        case .mbox(let text), .mboxSHA1(let text), .openID(let text): ("", text)
        }
    }

    init(home: String, name: String) {
        self = home.isEmpty ? .mbox(name) : .account(homePage: home, name: name)
    }
}
