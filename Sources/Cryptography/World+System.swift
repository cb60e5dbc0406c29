public import Values

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension World {
    /// The machine's clock and OpenSSL's random generator.
    public static var system: World {
        World(
            now: {
                var time = timespec()
                clock_gettime(CLOCK_REALTIME, &time)
                return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
            },
            randomBytes: { SecureRandom.bytes($0) })
    }
}
