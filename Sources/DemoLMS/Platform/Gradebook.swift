package import JSON
package import Values

/// The columns and marks of the demo LMS's one course (Assignment and Grade Services 2.0).
package struct Gradebook: Sendable {
    package struct LineItem: Sendable, Identifiable {
        package let id: String
        package var label: String
        package var scoreMaximum: Double
        package var resourceLinkID: String?
        package var resourceID: String?
        package var tag: String?
        /// What the tool says of reviews, as it sent it.
        package var submissionReview: JSONNode?
        /// As the tool wrote them.
        package var startDateTime, endDateTime: String?
        /// Members whose names are URLs (AGS §3.1.2).
        package var extensions: [(name: String, value: JSONNode)] = []
    }

    /// A definition that the tool sent, or a removal.
    package struct LineItemWrite: Sendable {
        package var method: String
        package var lineItem: LineItem.ID
        package var body: JSONNode?
    }

    /// A score as the tool posted it (AGS §3.4.1).
    package struct Score: Sendable {
        package var userID: String
        package var timestamp: Instant
        package var scoreGiven: Double?
        package var scoreMaximum: Double?
        package var activityProgress: String
        package var gradingProgress: String
        package var comment: String?
        /// `submission`, as the tool wrote it (AGS §3.4.10).
        package var startedAt, submittedAt: String?
        package var extensions: [(name: String, value: JSONNode)] = []
    }

    package private(set) var lineItems: [LineItem] = []
    /// Every definition and removal that was taken, in order.
    package private(set) var writes: [LineItemWrite] = []
    /// The platform's own idea of a maximum, whatever a tool asks for; nil to do as asked.
    package var forcedMaximum: Double?
    /// Every score that was accepted, in order of arrival.
    package private(set) var history: [(lineItem: String, score: Score)] = []
    private var nextID = 1
    /// How often a learner may hand something in, where that is counted; nil for no limit.
    package var allowedAttempts: Int?
    /// By line item and user.
    var works: [[String]: Work] = [:]

    package init() {}

    package mutating func add(
        label: String, scoreMaximum: Double, resourceLinkID: String? = nil, resourceID: String? = nil,
        tag: String? = nil, submissionReview: JSONNode? = nil
    ) -> LineItem {
        let item = LineItem(
            id: String(nextID), label: label, scoreMaximum: scoreMaximum, resourceLinkID: resourceLinkID,
            resourceID: resourceID, tag: tag, submissionReview: submissionReview)
        nextID += 1
        lineItems.append(item)
        return item
    }

    package mutating func note(_ write: LineItemWrite) { writes.append(write) }

    package mutating func update(_ item: LineItem) {
        guard let index = lineItems.firstIndex(where: { $0.id == item.id }) else { return }
        lineItems[index] = item
    }

    package mutating func remove(_ id: String) { lineItems.removeAll { $0.id == id } }

    package func lineItem(_ id: String) -> LineItem? { lineItems.first { $0.id == id } }

    package func latest(_ lineItem: String, user: String) -> Score? {
        history.last { $0.lineItem == lineItem && $0.score.userID == user }?.score
    }

    /// False when a score of the same moment or later is there (AGS §3.4.4: such a score must not replace it).
    /// - Parameter ownTime: puts the platform's own time on a score that isn't final and compares whole seconds; nil for
    ///   the letter of the standard.
    package mutating func record(_ score: Score, in lineItem: String, ownTime: Instant? = nil) -> Bool {
        var score = score
        if let ownTime {
            score.timestamp = Instant(unixSeconds: score.timestamp.unixSeconds)
            if let latest = latest(lineItem, user: score.userID), latest.timestamp >= score.timestamp { return false }
            if score.gradingProgress != "FullyGraded" { score.timestamp = Instant(unixSeconds: ownTime.unixSeconds) }
        } else if let latest = latest(lineItem, user: score.userID), latest.timestamp >= score.timestamp {
            return false
        }
        history.append((lineItem, score))
        return true
    }
}
