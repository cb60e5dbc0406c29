/// Calls `body` with the collection's bytes in one piece, copying only where they aren't kept that way.
func withBytes<R>(
    of bytes: some Collection<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) throws -> R
) rethrows -> R {
    if let result = try bytes.withContiguousStorageIfAvailable(body) { return result }
    return try Array(bytes).withUnsafeBufferPointer(body)
}

/// Whether both are equal, in a time that depends on their lengths alone.
public func constantTimeEqual(_ a: some Collection<UInt8>, _ b: some Collection<UInt8>) -> Bool {
    guard a.count == b.count else { return false }
    return withBytes(of: a) { a in
        withBytes(of: b) { b in
            var difference: UInt8 = 0
            for i in 0..<a.count { difference |= a[i] ^ b[i] }
            return difference == 0
        }
    }
}
