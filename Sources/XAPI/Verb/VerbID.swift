/// Verbs that the standards give a meaning to.
public enum VerbID {
    /// Takes the statement that its object refers to out of sight (1.0.3 Data §2.3.2).
    public static let voided = "http://adlnet.gov/expapi/verbs/voided"

    // cmi5 §9.3
    public static let launched = "http://adlnet.gov/expapi/verbs/launched"
    public static let initialized = "http://adlnet.gov/expapi/verbs/initialized"
    public static let completed = "http://adlnet.gov/expapi/verbs/completed"
    public static let passed = "http://adlnet.gov/expapi/verbs/passed"
    public static let failed = "http://adlnet.gov/expapi/verbs/failed"
    public static let abandoned = "https://w3id.org/xapi/adl/verbs/abandoned"
    public static let waived = "https://w3id.org/xapi/adl/verbs/waived"
    public static let terminated = "http://adlnet.gov/expapi/verbs/terminated"
    public static let satisfied = "https://w3id.org/xapi/adl/verbs/satisfied"

    // What packages of the tincan kind send
    public static let attempted = "http://adlnet.gov/expapi/verbs/attempted"
    public static let experienced = "http://adlnet.gov/expapi/verbs/experienced"
    public static let progressed = "http://adlnet.gov/expapi/verbs/progressed"
    public static let answered = "http://adlnet.gov/expapi/verbs/answered"
}

/// Extensions of a context that the service reads.
public enum ContextExtension {
    /// The session of a cmi5 launch (cmi5 §9.6.3.1).
    public static let cmi5SessionID = "https://w3id.org/xapi/cmi5/context/extensions/sessionid"
}
