import Glibc
import HTTPTypes
package import Hummingbird
import Texts
import Values

/// The proxies in front whose word about the caller's address counts; each an address or a network (`10.0.0.0/8`).
package struct TrustedProxies: Sendable {
    private let networks: [Network]

    /// One address, or the addresses that begin with the same bits.
    package struct Network: Sendable {
        fileprivate let address: [UInt8]
        fileprivate let prefix: Int

        /// `192.0.2.7`, or in CIDR form `10.0.0.0/8`; nil for anything else (RFC 4632 §3.1).
        package init?(_ text: String) {
            let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard let first = parts.first, let bytes = TrustedProxies.bytes(String(first)) else { return nil }
            (address, prefix) = (bytes, parts.count == 1 ? bytes.count * 8 : Int(parts[1]) ?? -1)
            guard 0...bytes.count * 8 ~= prefix else { return nil }
        }
    }

    /// - Parameter list: addresses and networks, which the configuration has checked.
    package init(_ list: [String] = []) { networks = list.compactMap(Network.init) }

    /// Whether the address belongs to a proxy of ours.
    package func contain(_ address: String) -> Bool {
        guard let bytes = Self.bytes(address) else { return false }
        return networks.contains { network in
            network.address.count == bytes.count && Self.agree(network.address, bytes, bits: network.prefix)
        }
    }

    /// The caller: walks `X-Forwarded-For` from its end, as each proxy appends, to the first address that isn't ours.
    package func caller(peer: String, forwardedFor: [String]) -> String {
        guard contain(peer) else { return peer }
        var caller = peer
        let hops = forwardedFor.joined(separator: ",").split(separator: ",").map { $0.filter { $0 != " " } }
        for hop in hops.reversed() {
            guard Self.bytes(hop) != nil else { return caller }
            caller = hop
            if !contain(hop) { return caller }
        }
        return caller
    }

    /// What stands for a caller in a limit: the address, or the network that one customer of an IPv6 provider has.
    package static func network(of address: String) -> String {
        guard let bytes = bytes(address), bytes.count == 16 else { return address }
        return Hexadecimal.encode(bytes.prefix(8)) + "/64"
    }

    private static func agree(_ a: [UInt8], _ b: [UInt8], bits: Int) -> Bool {
        for i in 0..<a.count {
            let left = min(max(bits - i * 8, 0), 8)
            let mask = UInt8(truncatingIfNeeded: 0xFF00 >> left)
            if a[i] & mask != b[i] & mask { return false }
        }
        return true
    }

    /// An address as four or sixteen bytes; an IPv4 address in IPv6 clothes becomes four.
    fileprivate static func bytes(_ text: String) -> [UInt8]? {
        var v4 = in_addr()
        if inet_pton(AF_INET, text, &v4) == 1 { return withUnsafeBytes(of: v4) { Array($0) } }
        var v6 = in6_addr()
        guard inet_pton(AF_INET6, text, &v6) == 1 else { return nil }
        let bytes = withUnsafeBytes(of: v6) { Array($0) }
        let mapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
        return mapped ? Array(bytes[12...]) : bytes
    }
}

/// Puts the caller's address and language into the context before anything else looks at them.
package struct CallerMiddleware: RouterMiddleware {
    package typealias Context = LecternRequestContext
    private static let forwardedFor = HTTPField.Name("X-Forwarded-For")
    private let proxies: TrustedProxies

    package init(proxies: TrustedProxies) { self.proxies = proxies }

    package func handle(
        _ request: Request, context: LecternRequestContext,
        next: (Request, LecternRequestContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        if let forwarded = Self.forwardedFor {
            context.clientAddress = proxies.caller(
                peer: context.clientAddress, forwardedFor: request.headers[values: forwarded])
        }
        context.language = Language.best(acceptLanguage: request.headers[.acceptLanguage])
        return try await next(request, context)
    }
}
