import NIOCore

/// An address as bytes, to tell public ones from those that a request of a stranger may not reach.
public struct IPAddress: Sendable, Hashable {
    /// 4 or 16.
    public let bytes: [UInt8]

    /// A literal such as `192.0.2.1` or `2001:db8::1`, without a zone; nil for everything else, octal and hexadecimal
    /// forms included.
    public init?(_ text: String) {
        guard !text.contains("%"), let address = try? SocketAddress(ipAddress: text, port: 0) else { return nil }
        self.init(address)
    }

    init?(_ address: SocketAddress) {
        guard address.protocol != .unix else { return nil }
        self = address.withSockAddr { raw, _ in
            IPAddress(socketAddress: UnsafeRawPointer(raw), isIPv4: address.protocol == .inet)
        }
    }

    /// - Parameter socketAddress: a `sockaddr_in` or `sockaddr_in6`, whose address begins at byte 4 or 8.
    init(socketAddress: UnsafeRawPointer, isIPv4: Bool) {
        let start = socketAddress + (isIPv4 ? 4 : 8)
        bytes = Array(UnsafeRawBufferPointer(start: start, count: isIPv4 ? 4 : 16))
    }

    /// Whether the address belongs to the public internet (IANA special-purpose registries, RFC 6890). An IPv4 address
    /// within IPv6 (mapped, compatible, NAT64, 6to4, Teredo) is judged by what it leads to.
    public var isPublic: Bool {
        if bytes.count == 4 { return Self.isPublic(v4: bytes[...]) }
        if bytes[..<10].allSatisfy({ $0 == 0 }) {
            return (bytes[10], bytes[11]) == (0xFF, 0xFF) && Self.isPublic(v4: bytes[12...])
        }
        if bytes.starts(with: [0x00, 0x64, 0xFF, 0x9B]) { return Self.isPublic(v4: bytes[12...]) }
        if bytes.starts(with: [0x20, 0x02]) { return Self.isPublic(v4: bytes[2..<6]) }
        guard bytes[0] & 0xE0 == 0x20 else { return false }
        let special: [[UInt8]] = [[0x20, 0x01, 0x0D, 0xB8], [0x20, 0x01, 0x00], [0x20, 0x01, 0x01], [0x3F, 0xFF]]
        return !special.contains { bytes.starts(with: $0) }
    }

    private static func isPublic(v4: ArraySlice<UInt8>) -> Bool {
        let (a, b, c) = (v4[v4.startIndex], v4[v4.startIndex + 1], v4[v4.startIndex + 2])
        switch (a, b, c) {
        case (0, _, _), (10, _, _), (127, _, _), (224..., _, _): return false
        case (100, 64...127, _), (169, 254, _), (172, 16...31, _), (192, 168, _): return false
        case (192, 0, 0), (192, 0, 2), (192, 88, 99), (198, 18...19, _), (198, 51, 100), (203, 0, 113): return false
        default: return true
        }
    }
}
