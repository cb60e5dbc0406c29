/// The names of LTI's claims (LTI Core 1.3 §5.3, §5.4; AGS 2.0 §3.1; NRPS 2.0 §3.6.1.1; Deep Linking 2.0 §4.4).
public enum ClaimName {
    private static let core = "https://purl.imsglobal.org/spec/lti/claim/"
    public static let messageType = core + "message_type"
    public static let version = core + "version"
    public static let deploymentID = core + "deployment_id"
    public static let targetLinkURI = core + "target_link_uri"
    public static let resourceLink = core + "resource_link"
    public static let roles = core + "roles"
    public static let context = core + "context"
    public static let custom = core + "custom"
    public static let launchPresentation = core + "launch_presentation"
    public static let toolPlatform = core + "tool_platform"
    public static let lis = core + "lis"
    /// Those of which every resource link message has all.
    static let required = [messageType, version, deploymentID, targetLinkURI, resourceLink, roles]
    public static let roleScopeMentor = core + "role_scope_mentor"
    public static let assignmentAndGrades = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
    public static let namesAndRoles = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
    public static let notificationService = core + "platformnotificationservice"
    public static let notice = core + "notice"
    public static let originContexts = core + "origin_contexts"
    public static let forUser = core + "for_user"
    public static let courseGroups = "https://purl.imsglobal.org/spec/lti-gs/claim/groupsservice"
    private static let deepLinking = "https://purl.imsglobal.org/spec/lti-dl/claim/"
    public static let deepLinkingSettings = deepLinking + "deep_linking_settings"
    public static let contentItems = deepLinking + "content_items"
    public static let deepLinkingData = deepLinking + "data"
    public static let deepLinkingMessage = deepLinking + "msg"
    public static let deepLinkingErrorMessage = deepLinking + "errormsg"
}

/// The messages that a platform sends to a tool's launch URL (LTI Core 1.3 §5.3.1).
public enum MessageType: String, Sendable, CaseIterable {
    case resourceLink = "LtiResourceLinkRequest"
    /// Deep Linking 2.0 §4.4.
    case deepLinking = "LtiDeepLinkingRequest"
    /// Submission Review 1.0: staff, or the learner, open a learner's work from the gradebook.
    case submissionReview = "LtiSubmissionReviewRequest"
    /// Data Privacy Launch: what is held about one user.
    case dataPrivacy = "DataPrivacyLaunchRequest"

    /// Also by the name that drafts had.
    public init?(name: String) {
        self.init(rawValue: name == "LtiDataPrivacyLaunchRequest" ? "DataPrivacyLaunchRequest" : name)
    }

    /// Whether the message is about a user, by `for_user`.
    var isAboutUser: Bool { self == .submissionReview || self == .dataPrivacy }
}

/// The one version of messages that this module reads and writes (LTI Core 1.3 §5.3.2).
public let ltiVersion = "1.3.0"
