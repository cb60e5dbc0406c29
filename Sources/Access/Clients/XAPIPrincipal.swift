package import Values

/// Who speaks to the LRS.
package enum XAPIPrincipal: Sendable, Hashable {
    case client(CredentialPrincipal)
    case session(SessionPrincipal)

    package var tenant: TenantID {
        switch self {
        case .client(let client): client.tenant
        case .session(let session): session.tenant
        }
    }
}

/// A client that showed a good key id and secret.
package struct CredentialPrincipal: Sendable, Hashable {
    package let tenant: TenantID
    /// The key id: the name of the account that is the authority of its statements.
    package let id: String
    /// For staff.
    package let name: String
    package let scopes: XAPIScopes
    /// Rises with every change of the credential.
    package let revision: Int64
    /// When the shown secret ends; nil for the newest one.
    package let expiresAt: Instant?
    /// Requests a second; nil for what holds for all, 0 for as many as it likes (1.0.3 Communication §3.2).
    package let rate: Int?
    /// SHA-256 of the shown secret; nil when none was shown.
    let secretHash: [UInt8]?

    package init(
        tenant: TenantID, id: String, name: String, scopes: XAPIScopes, revision: Int64 = 1, expiresAt: Instant? = nil,
        rate: Int? = nil, secretHash: [UInt8]? = nil
    ) {
        self.tenant = tenant
        self.id = id
        self.name = name
        self.scopes = scopes
        self.revision = revision
        self.expiresAt = expiresAt
        self.rate = rate
        self.secretHash = secretHash
    }
}

/// A content session that showed its own credential; plain values, so that no domain needs another's types.
package struct SessionPrincipal: Sendable, Hashable {
    package let tenant: TenantID
    package let session: UUID16
    /// The enrolment, which is the registration.
    package let registration: UUID16
    package let person: UUID16
    /// The account name that statements of this session have as actor.
    package let actor: String
    package let activityID: String
    package let isCMI5: Bool
    /// `Normal`, `Browse` or `Review` (cmi5 §10.2.2).
    package let mode: String

    package init(
        tenant: TenantID, session: UUID16, registration: UUID16, person: UUID16, actor: String, activityID: String,
        isCMI5: Bool, mode: String
    ) {
        self.tenant = tenant
        self.session = session
        self.registration = registration
        self.person = person
        self.actor = actor
        self.activityID = activityID
        self.isCMI5 = isCMI5
        self.mode = mode
    }
}
