package import HTTPTypes

/// How one kind of LMS differs from the letter of the standard, as measured or reported (docs/platforms.md).
package struct PlatformProfile: Sendable {
    /// How the login initiation reaches the tool (1EdTech Security Framework §5.1.1.1).
    package enum LoginMethod: Sendable { case get, formPost }

    /// What an LMS demands in the `aud` of a client assertion.
    package enum AssertionAudience: Sendable {
        case anything
        /// The token URL itself, as one string.
        case tokenURL
        /// A fixed audience of the LMS's own.
        case own(String)
    }

    package enum LinkHeaderForm: Sendable { case wellFormed, curlyQuotesAndEntities }

    package var name: String
    package var loginMethod = LoginMethod.formPost
    /// Nil: the platform's own address.
    package var issuer: String?
    /// Seconds.
    package var idTokenLifetime: Int64 = 3_600
    package var audienceIsArray = false
    package var sendsAuthorizedParty = false
    package var keysNameTheirAlgorithm = true
    package var sendsNameAndEmail = true
    package var sendsMessageHint = true
    package var rosterRolesAreShort = false
    package var deploymentID = "1"
    package var scoreAnswer = HTTPResponse.Status.ok
    package var scoreAnswerHasBody = false
    package var olderScoreAnswer = HTTPResponse.Status.conflict
    /// Whether each score counts as an attempt of the learner's, clears the grade when it isn't final and adds its comment to
    /// the others, unless the platform's own member says otherwise.
    package var countsAttempts = false
    /// Whether a line item for a link is made only where the platform itself has coupled one with it.
    package var couplesItself = false
    /// What the platform says of an older score.
    package var olderScoreWords = "A score of that time or later is there."
    /// Where each type of message may be opened, as the platform's configuration names it.
    package var placements: [String: [String]] = [:]
    /// Whether a score that isn't final gets the platform's own time, and times are compared in whole seconds.
    package var stampsUnfinishedScores = false
    package var lineItemQuery: String?
    package var linkHeader = LinkHeaderForm.wellFormed
    package var pageSize = 50
    package var tokenContentType = "application/json"
    package var tokenType = "Bearer"
    package var assertionAudience = AssertionAudience.tokenURL
    package var wantsUserAgent = false
    package var wantsExactMediaTypes = true
    /// Whether launches carry the `lineitem` claim, or only `lineitems`.
    package var namesLineItem = true

    /// The frame that keeps data for tools (LTI postMessage Storage): `_parent`, or one of this name; nil for none.
    package var storageTarget: String? = "_parent"
    /// A name of this machine at which people see the platform's pages, where it isn't the issuer's or its services'.
    package var pagesHost: String?
    /// Whether deep linking requests carry `data`, which the answer has to repeat.
    package var sendsDeepLinkingData = true
    package var acceptsSeveralItems = true
    /// Whether tools need the registration token that they were sent with.
    package var wantsRegistrationToken = true
    /// Whether the answer to a registration names the deployment.
    package var namesDeploymentAtRegistration = true
    /// Whether the roster offers differences (NRPS 2.0 §2.4.3).
    package var offersDifferences = true
    /// Whether the roster can be narrowed to a link (NRPS 2.0 §3).
    package var listsLinkMembers = true
    /// Whether that list names only those who may open the link, or everybody of the course.
    package var narrowsToLinkMembers = true
    /// Whether each link names a roster address of its own.
    package var namesRosterByLink = false
    /// Whether launches offer the course's groups (Course Groups Service 1.0), and resolve their variable.
    package var offersGroups = true
    package var resolvesGroups = false
    /// Whether the platform knows which links a copied link comes from.
    package var knowsHistory = true

    /// Whether the gradebook opens a learner's work at the tool (Submission Review 1.0).
    package var reviewsSubmissions = false
    /// Whether users and administrators can open what a tool holds about a user (Data Privacy Launch).
    package var sendsPrivacyLaunches = false
    /// Whether the platform sends notices to tools that ask for them.
    package var sendsNotices = false

    package init(name: String) { self.name = name }

    /// The messages that a registration may ask for.
    var messages: [String] {
        ["LtiResourceLinkRequest", "LtiDeepLinkingRequest"]
            + (reviewsSubmissions ? ["LtiSubmissionReviewRequest"] : [])
            + (sendsPrivacyLaunches ? ["DataPrivacyLaunchRequest"] : [])
    }

    var scopes: Set<String> {
        sendsNotices ? ServiceScope.all.union([ServiceScope.noticeHandlers]) : ServiceScope.all
    }

    package static let all: [PlatformProfile] = [.strict, .moodle, .canvas, .blackboard, .d2l, .openEdX]

    package static func named(_ name: String) -> PlatformProfile? { all.first { $0.name == name } }

    /// The letter of the standard, with nothing forgiven.
    package static let strict: PlatformProfile = {
        var profile = PlatformProfile(name: "strict")
        profile.reviewsSubmissions = true
        profile.sendsPrivacyLaunches = true
        return profile
    }()

    /// Moodle 4.5: 60-second tokens, `text/html` token answers, a query in line item URLs, a broken `Link` header.
    package static let moodle: PlatformProfile = {
        var profile = PlatformProfile(name: "moodle")
        profile.idTokenLifetime = 60
        profile.rosterRolesAreShort = true
        profile.resolvesGroups = true
        profile.lineItemQuery = "type_id=1"
        profile.linkHeader = .curlyQuotesAndEntities
        profile.tokenContentType = "text/html; charset=utf-8"
        profile.tokenType = "Bearer"
        profile.assertionAudience = .anything
        profile.olderScoreAnswer = .conflict
        profile.stampsUnfinishedScores = true
        profile.narrowsToLinkMembers = false
        profile.sendsDeepLinkingData = false
        profile.knowsHistory = false
        profile.storageTarget = nil
        profile.offersDifferences = false
        return profile
    }()

    /// Canvas' names of its own places.
    private static func own(_ places: [String]) -> [String] {
        places.map { "https://canvas.instructure.com/lti/" + $0 }
    }

    /// Canvas: one issuer for all tenants, pages on a host of the school's own, an exact audience, a User-Agent asked for,
    /// attempts that are counted.
    package static let canvas: PlatformProfile = {
        var profile = PlatformProfile(name: "canvas")
        profile.issuer = "https://canvas.demo.example"
        profile.deploymentID = "4:8865aa05b4b79b64a91a86042e43af5ea8ae79eb"
        profile.wantsUserAgent = true
        profile.storageTarget = "post_message_forwarding"
        profile.pagesHost = "school.localhost"
        profile.namesLineItem = false
        profile.sendsNotices = true
        profile.countsAttempts = true
        profile.couplesItself = true
        profile.olderScoreAnswer = .badRequest
        profile.olderScoreWords = "Provided timestamp of that score before last updated timestamp of the newest one"
        profile.placements = [
            "LtiResourceLinkRequest": own(["account_navigation", "course_navigation", "link_selection"]),
            "LtiDeepLinkingRequest": own(["assignment_selection", "link_selection", "module_index_menu"])
                + ["ContentArea", "RichTextEditor"],
        ]
        return profile
    }()

    /// Blackboard: one issuer for all institutions, told apart by deployment.
    package static let blackboard: PlatformProfile = {
        var profile = PlatformProfile(name: "blackboard")
        profile.issuer = "https://blackboard.demo.example"
        profile.deploymentID = "3f2a8a7e-5a1d-4d7e-9a39-0d0f4f0f7d11"
        profile.audienceIsArray = true
        profile.sendsAuthorizedParty = true
        return profile
    }()

    /// D2L: an audience of its own, keys without `alg`, small pages.
    package static let d2l: PlatformProfile = {
        var profile = PlatformProfile(name: "d2l")
        profile.assertionAudience = .own("https://api.d2l.demo.example/auth/token")
        profile.keysNameTheirAlgorithm = false
        profile.loginMethod = .formPost
        profile.pageSize = 2
        profile.wantsRegistrationToken = false
        profile.namesDeploymentAtRegistration = false
        profile.listsLinkMembers = false
        return profile
    }()

    /// Open edX: login by GET, a roster address for each block, no names, keys without `alg`, score answers 201 with a body, 400 for an older one.
    package static let openEdX: PlatformProfile = {
        var profile = PlatformProfile(name: "openedx")
        profile.loginMethod = .get
        profile.offersGroups = false
        profile.namesRosterByLink = true
        profile.keysNameTheirAlgorithm = false
        profile.sendsNameAndEmail = false
        profile.storageTarget = nil
        profile.sendsAuthorizedParty = true
        profile.tokenType = "bearer"
        profile.assertionAudience = .anything
        profile.scoreAnswer = .created
        profile.scoreAnswerHasBody = true
        profile.olderScoreAnswer = .badRequest
        profile.olderScoreWords = "Score timestamp can only be updated to a later point in time"
        return profile
    }()
}
