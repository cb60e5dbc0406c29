public import JSON

/// The state document `LMS.LaunchData`, which the LMS writes before each launch and the AU can only read (cmi5 §10).
public enum LaunchData {
    public static let stateID = "LMS.LaunchData"
    public static let contentType = "application/json"

    public static func document(for terms: SessionTerms) -> JSONNode {
        .compactObject([
            ("contextTemplate", terms.contextTemplate),
            ("launchMode", .string(terms.mode.rawValue)),
            ("launchParameters", terms.launchParameters.map { .string($0) }),
            ("masteryScore", terms.masteryScore.map { .number($0) }),
            ("moveOn", .string(terms.moveOn.rawValue)),
            ("returnURL", terms.returnURL.map { .string($0) }),
            ("entitlementKey", terms.entitlementKey.map { ["courseStructure": .string($0)] }),
        ])
    }
}
