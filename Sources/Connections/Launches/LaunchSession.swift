import Cryptography
package import LTI
package import Values

/// A visit that a launch opened. Its handle stands in every path of the visit and is no secret; the proof is a token in a
/// cookie of that handle, or in a header where no cookie can be kept (design D16).
package struct LaunchSession: Sendable {
    /// What the launch was for.
    package enum Purpose: String, Sendable, CaseIterable {
        /// The course, for learners and staff.
        case visit
        /// Choosing content for the platform's course (Deep Linking 2.0); the link is then the request's id.
        case deepLinking = "deep_linking"
        /// One learner's work (Submission Review 1.0).
        case submissionReview = "submission_review"
        /// What is held about one person (Data Privacy Launch); the link is then the deployment's id.
        case dataPrivacy = "data_privacy"
    }

    package let handle: String
    package let purpose: Purpose
    package let tenant: TenantID
    /// SHA-256 of the token.
    package let tokenHash: [UInt8]
    /// Nil for an anonymous visitor.
    package let person: UUID16?
    /// Whom a review or a privacy launch is about; nil when we don't know them.
    package let subject: UUID16?
    package let registration: UUID16
    package let link: UUID16
    package let cohort: UUID16?
    /// The part of the course that the link leads to; all of it when both are nil.
    package let module: UUID16?
    package let lesson: UUID16?
    /// Nil for staff and guests, and where the cohort takes nobody.
    package let enrolment: UUID16?
    /// The role of this launch; it is never merged with those of others.
    package let standing: RoleSet.Standing
    /// A preview of the platform's staff, kept out of rosters and reports.
    package let isTestUser: Bool
    /// The platform's wish, BCP 47.
    package let locale: String?
    /// An https link back into the platform.
    package let returnURL: String?
    /// Whether the platform opened a window for it (LTI Core 1.3 §5.4.4).
    package let isInWindow: Bool
    /// Whose pages may frame this visit's.
    package let frameOrigins: [String]
    package let createdAt: Instant
    /// When it was last used, to the minute.
    package let seenAt: Instant

    /// Seconds without use after which a visit ends (LTI-FRM-10).
    package static let idleLimit: Int64 = 2 * 3_600
    /// Seconds after which it ends in any case.
    package static let absoluteLimit: Int64 = 12 * 3_600

    package var isStaff: Bool { standing.isStaff }

    package var cookieName: String { Self.cookieName(handle: handle) }

    package static func cookieName(handle: String) -> String { "__Host-l-" + handle }

    /// Where the visit's pages begin.
    package var path: String {
        switch purpose {
        case .visit: "/learn/\(handle)/"
        case .deepLinking: "/lti/deep-linking/\(handle)/"
        case .submissionReview: "/lti/review/\(handle)/"
        case .dataPrivacy: "/lti/privacy/\(handle)/"
        }
    }

    package func isOpen(now: Instant) -> Bool {
        now < seenAt.adding(seconds: Self.idleLimit) && now < createdAt.adding(seconds: Self.absoluteLimit)
    }

    /// Whether the token is this visit's.
    package func isProven(by token: String) -> Bool {
        constantTimeEqual(Digest.sha256(Array(token.utf8)), tokenHash)
    }
}

/// What a visit is made of.
package struct NewLaunchSession: Sendable {
    package var tenant: TenantID
    package var purpose = LaunchSession.Purpose.visit
    package var person: UUID16?
    package var subject: UUID16?
    package var registration: UUID16
    package var link: UUID16
    package var cohort: UUID16?
    package var module: UUID16?
    package var lesson: UUID16?
    package var enrolment: UUID16?
    package var standing: RoleSet.Standing
    package var isTestUser: Bool
    package var locale: String?
    package var returnURL: String?
    package var isInWindow = false
    package var frameOrigins: [String]
    /// The visit ends when it is switched off.
    package var deployment: UUID16?

    package init(
        tenant: TenantID, person: UUID16?, registration: UUID16, link: UUID16, cohort: UUID16?, enrolment: UUID16?,
        standing: RoleSet.Standing, isTestUser: Bool = false, locale: String? = nil, returnURL: String? = nil,
        frameOrigins: [String] = []
    ) {
        self.tenant = tenant
        self.person = person
        self.registration = registration
        self.link = link
        self.cohort = cohort
        self.enrolment = enrolment
        self.standing = standing
        self.isTestUser = isTestUser
        self.locale = locale
        self.returnURL = returnURL
        self.frameOrigins = frameOrigins
    }
}
