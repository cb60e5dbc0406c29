/// The resources of 1.0.3 Communication §2 (IEEE 9274.1.1 §4.1.6), by path under the base.
enum XAPIResource: String, CaseIterable {
    case statements
    case state = "activities/state"
    case activityProfile = "activities/profile"
    case activities
    case agentProfile = "agents/profile"
    case agents
    case about

    var methods: [XAPIMethod] {
        switch self {
        case .statements: [.get, .head, .put, .post]
        case .state, .activityProfile, .agentProfile: [.get, .head, .put, .post, .delete]
        case .activities, .agents, .about: [.get, .head]
        }
    }
}

enum XAPIMethod: String, CaseIterable {
    case get = "GET"
    case head = "HEAD"
    case put = "PUT"
    case post = "POST"
    case delete = "DELETE"
    case options = "OPTIONS"
}

/// A path split into what the LRS's base is and what stands under it.
struct XAPIPath: Equatable {
    /// `/xapi` or `/xapi/1.0.3`: the same data by the same rules, but for the version named without a version header.
    var base: String
    /// Without slashes at the ends; repeated slashes count as one.
    var rest: String

    static let oldBase = "/xapi/1.0.3"

    var resource: XAPIResource? { XAPIResource(rawValue: rest) }

    /// None where nothing is.
    var methods: [XAPIMethod] { resource?.methods ?? (rest == StatementStream.path ? [.get, .head] : []) }

    init(_ path: some StringProtocol) {
        var parts = String(path).utf8.split(separator: UInt8(ascii: "/")).dropFirst().map { String(Substring($0)) }[...]
        base = "/xapi"
        if parts.first == "1.0.3" {
            base = Self.oldBase
            parts = parts.dropFirst()
        }
        rest = parts.joined(separator: "/")
    }
}
