import COpenSSL

/// Hashes of whole inputs (FIPS 180-4).
public enum Digest {
    /// For `mbox_sha1sum` of xAPI alone; never where collisions matter.
    public static func sha1(_ bytes: some Collection<UInt8>) -> [UInt8] { hash(bytes, .sha1) }

    public static func sha256(_ bytes: some Collection<UInt8>) -> [UInt8] { hash(bytes, .sha256) }

    public static func sha384(_ bytes: some Collection<UInt8>) -> [UInt8] { hash(bytes, .sha384) }

    public static func sha512(_ bytes: some Collection<UInt8>) -> [UInt8] { hash(bytes, .sha512) }

    /// The digest of `bytes` by an algorithm chosen at run time.
    public static func hash(_ bytes: some Collection<UInt8>, _ algorithm: DigestAlgorithm) -> [UInt8] {
        withBytes(of: bytes) { input in
            [UInt8](unsafeUninitializedCapacity: algorithm.length) { out, filled in
                let done = EVP_Digest(input.baseAddress, input.count, out.baseAddress, nil, algorithm.fetched, nil)
                precondition(done == 1, "out of memory")
                filled = algorithm.length
            }
        }
    }
}

/// A hash over input that arrives in pieces. Not for use from two threads at once.
public final class IncrementalDigest {
    private let algorithm: DigestAlgorithm
    private let context: OpaquePointer?

    public init(_ algorithm: DigestAlgorithm = .sha256) {
        self.algorithm = algorithm
        context = EVP_MD_CTX_new()
        begin()
    }

    deinit { EVP_MD_CTX_free(context) }

    public func update(_ bytes: some Collection<UInt8>) {
        withBytes(of: bytes) { input in
            let done = EVP_DigestUpdate(context, input.baseAddress, input.count)
            precondition(done == 1, "out of memory")
        }
    }

    /// The digest of all input so far; afterwards this hashes a new input from its beginning.
    public func finish() -> [UInt8] {
        let digest = [UInt8](unsafeUninitializedCapacity: algorithm.length) { out, filled in
            let done = EVP_DigestFinal_ex(context, out.baseAddress, nil)
            precondition(done == 1, "out of memory")
            filled = algorithm.length
        }
        begin()
        return digest
    }

    private func begin() {
        let done = EVP_DigestInit_ex2(context, algorithm.fetched, nil)
        precondition(done == 1, "out of memory")
    }
}
