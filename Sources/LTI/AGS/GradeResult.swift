public import JSON

/// The grade that a platform shows for a person (AGS 2.0 §3.3): its own, which a teacher may have changed.
public struct GradeResult: Sendable, Hashable {
    public var userID: String
    /// Nil when there is no grade (§3.3.4.5).
    public var score: Double?
    /// 1 when the platform names none (§3.3.4.6).
    public var maximum: Double
    public var comment: String?

    /// Nil without a user.
    public init?(_ value: JSONValue) {
        guard let user = value.text("userId") else { return nil }
        userID = user
        score = value["resultScore"]?.double
        maximum = value["resultMaximum"]?.double ?? 1
        comment = value.text("comment")
    }

    /// 0 to 1, more where a teacher gave extra; nil without a grade or with a maximum that isn't above 0.
    public var scaled: Double? { score.flatMap { maximum > 0 ? $0 / maximum : nil } }

    /// The results of a container's page; nil when it is no array.
    public static func list(_ value: JSONValue) -> [GradeResult]? {
        value.kind == .array ? value.elements.compactMap(GradeResult.init) : nil
    }
}
