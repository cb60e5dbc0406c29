/// Identifiers that cmi5 fixes (cmi5 §9.6.2, §9.6.3, §9.5.5, §9.4).
public enum CMI5Category {
    /// On every statement that cmi5 defines.
    public static let cmi5 = "https://w3id.org/xapi/cmi5/context/categories/cmi5"
    /// On statements whose result holds success or completion.
    public static let moveOn = "https://w3id.org/xapi/cmi5/context/categories/moveon"
}

public enum CMI5Extension {
    public static let sessionID = "https://w3id.org/xapi/cmi5/context/extensions/sessionid"
    public static let masteryScore = "https://w3id.org/xapi/cmi5/context/extensions/masteryscore"
    public static let launchMode = "https://w3id.org/xapi/cmi5/context/extensions/launchmode"
    public static let launchURL = "https://w3id.org/xapi/cmi5/context/extensions/launchurl"
    public static let moveOn = "https://w3id.org/xapi/cmi5/context/extensions/moveon"
    public static let launchParameters = "https://w3id.org/xapi/cmi5/context/extensions/launchparameters"
    /// In a result: 0 to 100.
    public static let progress = "https://w3id.org/xapi/cmi5/result/extensions/progress"
    /// In a result: why an AU was waived.
    public static let reason = "https://w3id.org/xapi/cmi5/result/extensions/reason"
}

public enum CMI5ActivityType {
    public static let block = "https://w3id.org/xapi/cmi5/activitytype/block"
    public static let course = "https://w3id.org/xapi/cmi5/activitytype/course"
}
