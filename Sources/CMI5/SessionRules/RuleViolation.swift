/// One rule of cmi5 that a statement or a request of an AU breaks.
public struct RuleViolation: Sendable, Hashable, Error {
    /// The row of the requirement catalogue, such as `CMI-SES-05`.
    public var rule: String
    /// For the author of the AU: short and plain.
    public var message: String

    public init(_ rule: String, _ message: String) {
        self.rule = rule
        self.message = message
    }
}
