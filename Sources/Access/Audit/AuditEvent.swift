package import Values

/// Who did something.
package enum AuditActor: Sendable, Hashable {
    case staff(UUID16)
    case person(UUID16)
    /// An LRS client, by its key id.
    case client(String)
    /// A registered platform.
    case platform(UUID16)
    /// Someone at the command line of the machine.
    case commandLine
    /// The service by itself.
    case service

    /// The stored name of the kind.
    package var kind: String {
        switch self {
        case .staff: "staff"
        case .person: "person"
        case .client: "client"
        case .platform: "platform"
        case .commandLine: "command-line"
        case .service: "service"
        }
    }

    /// Empty where the kind says all.
    package var id: String {
        switch self {
        case .staff(let id), .person(let id), .platform(let id): id.description
        case .client(let keyID): keyID
        case .commandLine, .service: ""
        }
    }
}

/// One line of the audit log: who did what to which thing, and why. It names people by their ids alone.
package struct AuditEvent: Sendable, Hashable {
    package var tenant: TenantID
    package var actor: AuditActor
    /// Of a bounded set, thing first: `person.erase`, `statements.export`.
    package var verb: String
    package var objectKind: String
    /// The thing's id; empty where there is none.
    package var objectID: String
    /// The person whose data was seen or changed, where it is one.
    package var person: UUID16?
    /// How many things it was about.
    package var count: Int
    /// What for, in the words of a bounded set or of the request's number (GDPR-SEC-06).
    package var purpose: String

    package init(
        tenant: TenantID, actor: AuditActor, verb: String, objectKind: String, objectID: String = "",
        person: UUID16? = nil, count: Int = 1, purpose: String = ""
    ) {
        self.tenant = tenant
        self.actor = actor
        self.verb = verb
        self.objectKind = objectKind
        self.objectID = objectID
        self.person = person
        self.count = count
        self.purpose = purpose
    }
}
