/// What a computation may not fetch for itself: the time and randomness. Tests pass their own.
public struct World: Sendable {
    public var now: @Sendable () -> Instant
    /// Bytes that nobody can guess; in production from OpenSSL's generator.
    public var randomBytes: @Sendable (_ count: Int) -> [UInt8]

    public init(now: @escaping @Sendable () -> Instant, randomBytes: @escaping @Sendable (_ count: Int) -> [UInt8]) {
        self.now = now
        self.randomBytes = randomBytes
    }

    /// A time-ordered row id (RFC 9562 §5.7).
    public func newID() -> UUID16 { .version7(at: now(), random: randomBytes(10)) }

    /// An id for the eyes of clients, some of which know no version of UUIDs later than 5 (RFC 9562 §5.4).
    public func newRandomID() -> UUID16 { .version4(random: randomBytes(16)) }

    /// An unguessable token of 256 bits, in base64url: 43 characters.
    public func newSecret() -> String { Base64URL.encode(randomBytes(32)) }
}

/// The customer that a row belongs to; the first column of almost every key.
public struct TenantID: Hashable, Sendable {
    public var number: Int64

    public init(_ number: Int64) { self.number = number }
}
