/// A moment, in whole microseconds since 1970-01-01T00:00:00Z, as the database keeps it.
public struct Instant: Hashable, Comparable, Sendable {
    /// Microseconds since the Unix epoch; negative before it.
    public var microseconds: Int64

    public init(microseconds: Int64) { self.microseconds = microseconds }

    /// - Parameter seconds: Unix time, as in the `iat` and `exp` claims of RFC 7519 §4.1.
    public init(unixSeconds seconds: Int64) { self.init(microseconds: seconds * 1_000_000) }

    /// Unix time in whole seconds, rounded down.
    public var unixSeconds: Int64 { microseconds.flooredQuotient(dividingBy: 1_000_000) }

    public static func < (a: Instant, b: Instant) -> Bool { a.microseconds < b.microseconds }

    /// This moment moved by a number of seconds, which may be negative.
    public func adding(seconds: Int64) -> Instant { Instant(microseconds: microseconds + seconds * 1_000_000) }

    public func adding(microseconds extra: Int64) -> Instant { Instant(microseconds: microseconds + extra) }

    /// Microseconds from `earlier` to this moment.
    public func microseconds(since earlier: Instant) -> Int64 { microseconds - earlier.microseconds }
}

extension Int64 {
    /// The quotient rounded towards negative infinity.
    package func flooredQuotient(dividingBy divisor: Int64) -> Int64 {
        let (q, r) = quotientAndRemainder(dividingBy: divisor)
        return r < 0 ? q - 1 : q
    }
}
