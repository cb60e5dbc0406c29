public import JSON
public import Values
public import XAPI

/// The statements that the LMS itself writes (cmi5 §9.3), each whole and with all the context that cmi5 asks for.
public struct LMSStatement: Sendable {
    /// What all of them share.
    public struct Frame: Sendable {
        public var id: UUID16
        public var timestamp: Instant
        public var actor: AgentIdentifier
        public var registration: UUID16
        public var sessionID: String

        public init(
            id: UUID16, timestamp: Instant, actor: AgentIdentifier, registration: UUID16, sessionID: String
        ) {
            self.id = id
            self.timestamp = timestamp
            self.actor = actor
            self.registration = registration
            self.sessionID = sessionID
        }
    }

    /// Before the learner's browser is sent to the AU (cmi5 §9.3.1).
    /// - Parameter launchURL: the address without the five launch parameters and without any secret (§9.6.3.4).
    public static func launched(_ frame: Frame, terms: SessionTerms, launchURL: String) -> JSONNode {
        let extensions: [(String, JSONNode?)] = [
            (CMI5Extension.launchMode, .string(terms.mode.rawValue)),
            (CMI5Extension.launchURL, .string(launchURL)),
            (CMI5Extension.moveOn, .string(terms.moveOn.rawValue)),
            (CMI5Extension.masteryScore, terms.masteryScore.map { .number($0) }),
            (CMI5Extension.launchParameters, terms.launchParameters.map { .string($0) }),
        ]
        return statement(
            frame, verb: VerbID.launched, object: activity(terms.activityID),
            grouping: [terms.publisherID] + terms.groupingIDs, extensions: extensions)
    }

    /// A session ended without `terminated` (cmi5 §9.3.6).
    /// - Parameter microseconds: from the launch to the AU's last statement (§9.5.4.2).
    public static func abandoned(
        _ frame: Frame, activityID: String, publisherID: String, microseconds: Int64
    ) -> JSONNode {
        statement(
            frame, verb: VerbID.abandoned, object: activity(activityID), grouping: [publisherID],
            result: ["duration": .string(DurationText.iso8601(microseconds: microseconds))])
    }

    /// An AU needn't be done (cmi5 §9.3.7).
    public static func waived(_ frame: Frame, activityID: String, publisherID: String, reason: String) -> JSONNode {
        statement(
            frame, verb: VerbID.waived, object: activity(activityID), grouping: [publisherID],
            categories: [CMI5Category.cmi5, CMI5Category.moveOn],
            result: [
                "success": true, "completion": true,
                "extensions": .object([(CMI5Extension.reason, .string(reason))]),
            ])
    }

    /// All of a block, or of the course, is done (cmi5 §9.3.9).
    /// - Parameters:
    ///   - activityID: made by the LMS, the same for all learners.
    ///   - type: of ``CMI5ActivityType``.
    ///   - publisherIDs: the block's or course's own first (§9.6.2.3).
    public static func satisfied(_ frame: Frame, activityID: String, type: String, publisherIDs: [String]) -> JSONNode {
        let object: JSONNode = [
            "objectType": "Activity", "id": .string(activityID), "definition": ["type": .string(type)],
        ]
        return statement(frame, verb: VerbID.satisfied, object: object, grouping: publisherIDs)
    }

    private static func activity(_ id: String) -> JSONNode { ["objectType": "Activity", "id": .string(id)] }

    private static func statement(
        _ frame: Frame, verb: String, object: JSONNode, grouping: [String], categories: [String] = [CMI5Category.cmi5],
        extensions: [(String, JSONNode?)] = [], result: JSONNode? = nil
    ) -> JSONNode {
        let display = verb.split(separator: "/").last.map(String.init) ?? verb
        let session: (String, JSONNode?) = (CMI5Extension.sessionID, .string(frame.sessionID))
        return .compactObject([
            ("id", .string("\(frame.id)")),
            ("actor", frame.actor.agent),
            ("verb", ["id": .string(verb), "display": ["en": .string(display)]]),
            ("object", object),
            ("result", result),
            (
                "context",
                [
                    "registration": .string("\(frame.registration)"),
                    "contextActivities": [
                        "grouping": .array(grouping.map(activity)), "category": .array(categories.map(activity)),
                    ],
                    "extensions": .compactObject([session] + extensions),
                ]
            ),
            ("timestamp", .string(frame.timestamp.rfc3339)),
        ])
    }
}

/// Durations as statements show them.
public enum DurationText {
    /// `PT12.34S`: seconds with hundredths, as xAPI advises (1.0.3 Data §4.6); never negative.
    public static func iso8601(microseconds: Int64) -> String {
        let hundredths = max(0, microseconds) / 10_000
        let fraction = hundredths % 100
        if fraction == 0 { return "PT\(hundredths / 100)S" }
        let digits = fraction < 10 ? "0\(fraction)" : "\(fraction)"
        return "PT\(hundredths / 100).\(digits)S"
    }
}
