public import Values

/// A message whose signature, parties, times, nonce and claims are all good. Only ``LaunchValidation`` makes one.
public struct ValidatedLaunch: Sendable {
    public let messageType: MessageType
    public let issuer: String
    public let clientID: String
    public let deploymentID: String
    /// Under one of our own origins.
    public let targetLinkURI: String
    /// The user; nil for an anonymous launch. Unique per issuer, compared byte for byte (LTI Core 1.3 §5.3.6).
    public let subject: String?
    public let user: UserClaims
    public let roles: RoleSet
    /// Always there for ``MessageType/resourceLink``.
    public let resourceLink: ResourceLinkClaim?
    public let context: ContextClaim?
    public let custom: CustomParameters
    public let presentation: LaunchPresentationClaim?
    public let toolPlatform: ToolPlatformClaim?
    public let lis: LISClaim?
    /// Users whose mentor this user is; empty without the Mentor context role (LTI Core 1.3 §5.4.3).
    public let mentoredUsers: [String]
    public let assignmentAndGrades: AssignmentAndGradesClaim?
    public let namesAndRoles: NamesAndRolesClaim?
    public let courseGroups: CourseGroupsClaim?
    /// Always there for ``MessageType/deepLinking``.
    public let deepLinking: DeepLinkingSettings?
    /// The notices that the platform can send (Platform Notification Service 1.0).
    public let notifications: NotificationServiceClaim?
    /// Always there for ``MessageType/submissionReview`` and ``MessageType/dataPrivacy``.
    public let forUser: ForUserClaim?
    public let issuedAt: Instant
    public let expiresAt: Instant

    /// The language of the pages: the user's, else the presentation's (LTI Core 1.3 §5.3.6, §5.4.4).
    public var locale: String? { user.locale ?? presentation?.locale }
}
