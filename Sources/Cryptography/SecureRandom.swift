import COpenSSL

/// Bytes that nobody can guess, from OpenSSL's generator.
public enum SecureRandom {
    /// - Precondition: the operating system gives entropy; a process without any must not go on.
    public static func bytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            if count > 0 {
                precondition(RAND_bytes(buffer.baseAddress, Int32(count)) == 1, "no entropy")
            }
            filled = count
        }
    }
}
