/// Scopes of the grade services (AGS 2.0 §3.2, §3.3.2, §3.4.2).
public enum GradeScope {
    private static let base = "https://purl.imsglobal.org/spec/lti-ags/scope/"
    public static let lineItem = base + "lineitem"
    public static let lineItemReadOnly = base + "lineitem.readonly"
    public static let resultReadOnly = base + "result.readonly"
    public static let score = base + "score"
}

/// The exact media types that strict platforms ask for (AGS 2.0 §3.2.1, §3.3.4.1, §3.4.3).
public enum GradeMediaType {
    public static let lineItem = "application/vnd.ims.lis.v2.lineitem+json"
    public static let lineItemContainer = "application/vnd.ims.lis.v2.lineitemcontainer+json"
    public static let resultContainer = "application/vnd.ims.lis.v2.resultcontainer+json"
    public static let score = "application/vnd.ims.lis.v1.score+json"
}
