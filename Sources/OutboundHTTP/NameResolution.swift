import Glibc
import NIOPosix

/// Turns a host name into all its addresses; a value, so that tests have names of their own.
public struct NameResolution: Sendable {
    /// - Throws: ``OutboundError`` with `nameUnknown` when there are none.
    public var addresses: @Sendable (_ host: String) async throws -> [IPAddress]

    public init(addresses: @escaping @Sendable (_ host: String) async throws -> [IPAddress]) {
        self.addresses = addresses
    }

    /// The operating system's, off the event loops.
    public static let system = NameResolution { host in
        try await NIOThreadPool.singleton.runIfActive { try lookUp(host) }
    }

    private static func lookUp(_ host: String) throws -> [IPAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var first: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &first) == 0, let first else {
            throw OutboundError(.nameUnknown, host)
        }
        defer { freeaddrinfo(first) }
        return sequence(first: first, next: { $0.pointee.ai_next }).compactMap { address(of: $0.pointee) }
    }

    private static func address(of info: addrinfo) -> IPAddress? {
        guard let raw = info.ai_addr else { return nil }
        guard info.ai_family == AF_INET || info.ai_family == AF_INET6 else { return nil }
        return IPAddress(socketAddress: UnsafeRawPointer(raw), isIPv4: info.ai_family == AF_INET)
    }
}
