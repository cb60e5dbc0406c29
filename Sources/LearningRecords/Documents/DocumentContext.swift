import Cryptography
package import Values

/// The resources that keep documents (1.0.3 Communication §2.2), which differ only in what a document belongs to.
package enum DocumentResource: Int, Sendable, CaseIterable {
    /// Of one agent in one activity, perhaps in one registration (§2.3).
    case state = 1
    case activityProfile = 2
    case agentProfile = 3
}

/// What a document belongs to.
package struct DocumentContext: Hashable, Sendable {
    package let resource: DocumentResource
    /// The activity's id; nil for agent profiles.
    package let activity: String?
    /// Keyed hash of the agent's identifier; empty for activity profiles.
    package let agent: [UInt8]
    package let registration: UUID16?

    private init(_ resource: DocumentResource, activity: String?, agent: [UInt8], registration: UUID16?) {
        self.resource = resource
        self.activity = activity
        self.agent = agent
        self.registration = registration
    }

    package static func state(activity: String, agent: [UInt8], registration: UUID16?) -> DocumentContext {
        DocumentContext(.state, activity: activity, agent: agent, registration: registration)
    }

    package static func profile(ofActivity activity: String) -> DocumentContext {
        DocumentContext(.activityProfile, activity: activity, agent: [], registration: nil)
    }

    package static func profile(ofAgent agent: [UInt8]) -> DocumentContext {
        DocumentContext(.agentProfile, activity: nil, agent: agent, registration: nil)
    }

    var activityHash: [UInt8] { activity.map { Self.hash($0) } ?? [] }
    var registrationBytes: [UInt8] { registration?.bytes ?? [] }

    /// Sixteen bytes for an IRI or a document's id, of any length.
    static func hash(_ text: String) -> [UInt8] { Array(Digest.sha256(Array(text.utf8)).prefix(16)) }
}
