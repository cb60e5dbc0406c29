/// The scopes that the demo LMS grants (AGS §3.1, NRPS §3).
enum ServiceScope {
    static let lineItem = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem"
    static let lineItemReadOnly = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem.readonly"
    static let result = "https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly"
    static let score = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
    static let roster = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
    static let noticeHandlers = "https://purl.imsglobal.org/spec/lti/scope/noticehandlers"
    static let groups = "https://purl.imsglobal.org/spec/lti-gs/scope/contextgroup.readonly"
    static let all: Set<String> = [lineItem, lineItemReadOnly, result, score, roster, groups]
}
