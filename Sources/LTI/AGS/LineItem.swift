public import JSON
public import Values

/// A column of a gradebook (AGS 2.0 §3.2).
public struct LineItem: Sendable {
    /// Its URL; nil for one that isn't created yet.
    public var id: String?
    public var label: String
    public var scoreMaximum: Double
    public var resourceID: String?
    public var resourceLinkID: String?
    public var tag: String?
    /// Where the platform can open a learner's work (Submission Review 1.0).
    public var submissionReview: SubmissionReview?
    public var startsAt: Instant?
    public var endsAt: Instant?
    /// What the platform sent, with members that we don't know (§3.1.2).
    public var received: JSONNode?

    public init(
        label: String, scoreMaximum: Double, resourceID: String? = nil, resourceLinkID: String? = nil,
        tag: String? = nil
    ) {
        self.label = label
        self.scoreMaximum = scoreMaximum
        self.resourceID = resourceID
        self.resourceLinkID = resourceLinkID
        self.tag = tag
    }

    /// Nil without an id; blank and null members count as absent, and a missing maximum as 100.
    public init?(_ value: JSONValue) {
        guard let id = value.text("id") else { return nil }
        self.id = id
        label = value["label"]?.string ?? ""
        scoreMaximum = value["scoreMaximum"]?.double ?? 100
        resourceID = value.text("resourceId")
        resourceLinkID = value.text("resourceLinkId")
        tag = value.text("tag")
        startsAt = value.text("startDateTime").flatMap { Instant(rfc3339: $0) }
        endsAt = value.text("endDateTime").flatMap { Instant(rfc3339: $0) }
        received = value.node
    }

    /// The items of a container's page; nil when it is no array.
    public static func list(_ value: JSONValue) -> [LineItem]? {
        value.kind == .array ? value.elements.compactMap(LineItem.init) : nil
    }

    /// The body of a POST (§3.2.5).
    public var creationNode: JSONNode {
        .compactObject([
            ("label", .string(label)), ("scoreMaximum", Score.number(scoreMaximum)),
            ("resourceId", resourceID.map(JSONNode.string)), ("resourceLinkId", resourceLinkID.map(JSONNode.string)),
            ("tag", tag.map(JSONNode.string)), ("submissionReview", submissionReview?.node),
            ("startDateTime", startsAt.map { .string($0.rfc3339) }),
            ("endDateTime", endsAt.map { .string($0.rfc3339) }),
        ])
    }

    /// The item that is already there for this purpose (§3.2.15): the link's own with our tag, else the resource's, unless
    /// it is another link's.
    public static func existing(
        in items: [LineItem], resourceLinkID: String?, resourceID: String?, tag: String?
    ) -> LineItem? {
        items.first { $0.resourceLinkID != nil && $0.resourceLinkID == resourceLinkID && ($0.tag ?? tag) == tag }
            ?? items.first {
                $0.resourceID != nil && $0.resourceID == resourceID && ($0.tag ?? tag) == tag
                    && ($0.resourceLinkID == nil || $0.resourceLinkID == resourceLinkID)
            }
    }
}
