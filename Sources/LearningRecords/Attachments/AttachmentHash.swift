import Cryptography
import Values

/// The SHA-2 hash by which an attachment's data is known (1.0.3 Data §2.4.11), whichever of the family it is.
package struct AttachmentHash: Hashable, Sendable {
    /// 28, 32, 48 or 64.
    package let bytes: [UInt8]

    init?(bytes: [UInt8]) {
        guard Self.algorithms[bytes.count] != nil else { return nil }
        self.bytes = bytes
    }

    /// Nil for anything else than the hexadecimal digits of such a hash, in either case.
    package init?(_ text: some StringProtocol) {
        guard let bytes = Hexadecimal.decode(text) else { return nil }
        self.init(bytes: bytes)
    }

    /// Hexadecimal, in lower case.
    package var text: String { Hexadecimal.encode(bytes) }

    /// Told by the length, since the standard names none.
    var algorithm: DigestAlgorithm { Self.algorithms[bytes.count] ?? .sha256 }

    private static let algorithms: [Int: DigestAlgorithm] = [28: .sha224, 32: .sha256, 48: .sha384, 64: .sha512]
}
