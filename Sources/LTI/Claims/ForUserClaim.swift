import JSON

/// The user that a message is about, who may be another than the one who launches it (Submission Review 1.0 §3.2,
/// Data Privacy Launch).
public struct ForUserClaim: Sendable, Equatable {
    /// As the user's own launches have it in `sub`.
    public let userID: String
    public let user: UserClaims

    init(userID: String, _ claim: JSONValue) {
        self.userID = userID
        user = UserClaims(claim)
    }
}
