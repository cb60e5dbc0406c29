import JSON
public import Values

/// What a statement says about the outcome (1.0.3 Data §2.4.5).
public struct ResultFacts: Hashable, Sendable {
    public var completion: Bool?
    public var success: Bool?
    public var scaled: Double?
    public var raw: Double?
    public var min: Double?
    public var max: Double?
    public var duration: ISODuration?

    public init(
        completion: Bool? = nil, success: Bool? = nil, scaled: Double? = nil, raw: Double? = nil, min: Double? = nil,
        max: Double? = nil, duration: ISODuration? = nil
    ) {
        self.completion = completion
        self.success = success
        self.scaled = scaled
        self.raw = raw
        self.min = min
        self.max = max
        self.duration = duration
    }

    init(_ result: JSONValue?) {
        let score = result?["score"]
        self.init(
            completion: result?["completion"]?.bool, success: result?["success"]?.bool,
            scaled: score?["scaled"]?.double, raw: score?["raw"]?.double, min: score?["min"]?.double,
            max: score?["max"]?.double, duration: result?["duration"]?.string.flatMap { ISODuration($0) })
    }
}
