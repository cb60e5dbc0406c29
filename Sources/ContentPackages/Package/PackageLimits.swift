/// How much an uploaded package may hold (CMI-SAFE-02).
public struct PackageLimits: Sendable, Equatable {
    /// Files and folders; 20,000.
    public var entries = 20_000
    /// Bytes of all files together after unpacking; 2 GiB.
    public var totalBytes: Int64 = 2 << 30
    /// Bytes of one file after unpacking; 1 GiB.
    public var fileBytes: Int64 = 1 << 30
    /// Unpacked to packed size; 100. Judged for a file, and for the whole, from `ratioFloor` on.
    public var ratio: Int64 = 100
    /// Below this size a high ratio is harmless; 1 MiB.
    public var ratioFloor: Int64 = 1 << 20
    /// Folders inside folders; 30.
    public var depth = 30
    /// Bytes of a path; 1,024.
    public var pathBytes = 1_024
    /// Bytes of `cmi5.xml` or `tincan.xml`; 32 MiB.
    public var manifestBytes: Int64 = 32 << 20

    public static let standard = PackageLimits()

    public init() {}
}
