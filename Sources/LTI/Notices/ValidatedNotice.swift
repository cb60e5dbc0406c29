public import Values

/// A notice whose signature, parties, times and claims are all good. Only ``NoticeValidation`` makes one; whether its nonce
/// was there before only the store knows.
public struct ValidatedNotice: Sendable {
    /// The platform's own, unique within its deployment.
    public let id: String
    public let type: String
    /// When it happened, as the platform says.
    public let happenedAt: Instant
    public let nonce: String
    public let deploymentID: String
    /// Always there for ``NoticeType/contextCopy``: the new course.
    public let context: ContextClaim?
    /// The courses that it was copied from, the newest first.
    public let originContexts: [String]
    /// The user that the notice is about, where it is about one.
    public let subject: String?
}

/// Everything that is wrong with a notice.
public struct NoticeRefusal: Error, Sendable {
    public let reasons: [LaunchReason]

    public init(_ reasons: [LaunchReason]) { self.reasons = reasons }

    /// 401 where the token can't be trusted.
    public var status: Int { (reasons.first { $0.status == 401 } ?? reasons.first)?.status ?? 400 }
}
