import Access
import Database
import TestWorld
import Testing
import Values

@Suite("Rate limits")
struct RateLimitTests {
    static let limit = RateLimit(burst: 3, refillSeconds: 10)
    let start = Instant(unixSeconds: 1_000_000)

    @Test("So many tries are free at once, then one in each interval")
    func bucket() {
        var fullAt: Instant?
        for _ in 0..<3 {
            #expect(Self.limit.wait(fullAt: fullAt, now: start) == 0)
            fullAt = Self.limit.afterTry(fullAt: fullAt, now: start)
        }
        #expect(Self.limit.wait(fullAt: fullAt, now: start) == 10)
        #expect(Self.limit.wait(fullAt: fullAt, now: start.adding(seconds: 9)) == 1)
        #expect(Self.limit.wait(fullAt: fullAt, now: start.adding(seconds: 10)) == 0)
        let later = start.adding(seconds: 10)
        fullAt = Self.limit.afterTry(fullAt: fullAt, now: later)
        #expect(Self.limit.wait(fullAt: fullAt, now: later) == 10)
        #expect(Self.limit.wait(fullAt: fullAt, now: start.adding(seconds: 1_000)) == 0)
    }

    @Test("Tries while the bucket is empty don't make the wait longer")
    func noPunishment() {
        var fullAt: Instant?
        for _ in 0..<1_000 { fullAt = Self.limit.afterTry(fullAt: fullAt, now: start) }
        #expect(Self.limit.wait(fullAt: fullAt, now: start) == 10)
    }

    @Test("LRS-AUTHN-10: failures from one address are limited, and another address isn't", arguments: Engine.underTest)
    func stored(engine: Engine) async throws {
        let world = try await AccessWorld(engine)
        let (limiter, now) = (RateLimiter(vault: world.vault), world.now)
        try await world.write { tx in
            for _ in 0..<3 {
                try limiter.check(Self.limit, "test", "10.0.0.1", in: tx, now: now)
                try limiter.count(Self.limit, "test", "10.0.0.1", in: tx, now: now)
            }
            do {
                try limiter.check(Self.limit, "test", "10.0.0.1", in: tx, now: now)
                Issue.record("not refused")
            } catch let error as ServiceError {
                #expect(error.code == .tooManyRequests)
                #expect(error.retryAfter == 10)
            }
            try limiter.check(Self.limit, "test", "10.0.0.2", in: tx, now: now)
            try limiter.check(Self.limit, "other", "10.0.0.1", in: tx, now: now)
            try limiter.check(Self.limit, "test", "10.0.0.1", in: tx, now: now.adding(seconds: 10))
            #expect(try RateLimiter.sweep(in: tx, now: now) == 0)
            #expect(try RateLimiter.sweep(in: tx, now: now.adding(seconds: 30)) == 1)
        }
    }

    @Test("A good sign-in gives all tries back", arguments: Engine.underTest)
    func cleared(engine: Engine) async throws {
        let world = try await AccessWorld(engine)
        let (limiter, now) = (RateLimiter(vault: world.vault), world.now)
        try await world.write { tx in
            for _ in 0..<3 { try limiter.count(Self.limit, "test", "a", in: tx, now: now) }
            try limiter.clear("test", "a", in: tx)
            try limiter.check(Self.limit, "test", "a", in: tx, now: now)
        }
    }
}
