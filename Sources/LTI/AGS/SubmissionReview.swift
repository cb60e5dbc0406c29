import JSON

/// What a line item says of the tool's page for one learner's work (Submission Review 1.0 §3.4).
public struct SubmissionReview: Sendable, Equatable {
    /// States of an activity in which there is something to see (AGS 2.0 §3.4.7).
    public var reviewable: [Score.ActivityProgress]
    public var label: String
    /// The `target_link_uri` of review launches.
    public var url: String

    public init(reviewable: [Score.ActivityProgress], label: String, url: String) {
        self.reviewable = reviewable
        self.label = label
        self.url = url
    }

    var node: JSONNode {
        [
            "reviewableStatus": .array(reviewable.map { .string($0.rawValue) }), "label": .string(label),
            "url": .string(url),
        ]
    }
}
