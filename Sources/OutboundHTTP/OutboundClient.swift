import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Values

/// The one way out: everything that the service calls on other systems goes through here.
///
/// A name is resolved and judged before the call, and the address of the connection is judged again once it stands, so
/// that a name which changes its answer in between reaches nothing: no byte of the request is sent by then.
public final class OutboundClient: Sendable {
    public let policy: OutboundPolicy
    private let client: HTTPClient
    private let resolution: NameResolution

    public init(_ policy: OutboundPolicy = OutboundPolicy(), resolution: NameResolution = .system) throws {
        self.policy = policy
        self.resolution = resolution
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: try Self.configuration(policy))
    }

    deinit { client.shutdown { _ in } }

    /// Closes idle connections; calls under way fail.
    public func shutdown() async throws { try await client.shutdown() }

    /// - Throws: ``OutboundError``. Every status, also 500, is an answer and no error.
    public func send(_ request: OutboundRequest) async throws -> OutboundResponse {
        let seconds = min(policy.timeout, request.timeout ?? policy.timeout) + (request.streamed?.extraTime ?? 0)
        return try await within(seconds) { try await self.follow(request, .now() + .seconds(seconds)) }
    }

    /// The deadline of a call ends with the answer's head, so that a body which drips is ended here.
    private func within(
        _ seconds: Int64, _ call: @escaping @Sendable () async throws -> OutboundResponse
    ) async throws -> OutboundResponse {
        try await withThrowingTaskGroup(of: OutboundResponse.self) { group in
            group.addTask { try await call() }
            group.addTask {
                try await Task.sleep(for: .seconds(seconds))
                throw OutboundError(.timedOut, "no whole answer within \(seconds) seconds")
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw OutboundError(.timedOut, "no answer") }
            return first
        }
    }

    private func follow(_ request: OutboundRequest, _ deadline: NIODeadline) async throws -> OutboundResponse {
        var request = request
        for _ in 0...policy.maximumRedirects {
            let address = try await checked(request.url)
            let response = try await attempt(request, deadline: deadline)
            guard [301, 302, 303, 307, 308].contains(response.status) else { return response }
            request.url = try next(after: response, from: address, method: request.method)
        }
        throw OutboundError(.redirectRefused, "more than \(policy.maximumRedirects) redirects")
    }

    /// Whether the URL may be called at all, without calling it.
    /// - Throws: ``OutboundError``.
    public func check(_ url: String) async throws { _ = try await checked(url) }

    private func checked(_ url: String) async throws -> WebAddress {
        guard let address = WebAddress(url) else { throw OutboundError(.urlRefused, "not an http or https URL") }
        if policy.allowsPrivateAddresses || policy.nameOverrides[address.host] != nil { return address }
        let found: [IPAddress]
        if let literal = IPAddress(address.host) {
            found = [literal]
        } else {
            found = try await resolution.addresses(address.host)
        }
        guard !found.isEmpty else { throw OutboundError(.nameUnknown, address.host) }
        guard found.allSatisfy(\.isPublic) else { throw OutboundError(.addressRefused, address.host) }
        return address
    }

    private func attempt(_ request: OutboundRequest, deadline: NIODeadline) async throws -> OutboundResponse {
        var message = HTTPClientRequest(url: request.url)
        message.method = .init(rawValue: request.method.rawValue)
        for (name, value) in request.headers { message.headers.add(name: name, value: value) }
        message.headers.replaceOrAdd(name: "User-Agent", value: policy.userAgent)
        if let streamed = request.streamed {
            message.body = streamed.clientBody
        } else if !request.body.isEmpty || request.method == .post || request.method == .put {
            message.body = .bytes(ByteBuffer(bytes: request.body))
        }
        do {
            let response = try await client.execute(message, deadline: deadline)
            let body = try await response.body.collect(upTo: min(policy.maximumBody, request.maximumBody ?? .max))
            return OutboundResponse(
                status: Int(response.status.code), headers: response.headers.map { ($0.name, $0.value) },
                body: Array(body.readableBytesView))
        } catch {
            throw OutboundError(translating: error)
        }
    }

    private func next(
        after response: OutboundResponse, from address: WebAddress, method: OutboundRequest.Method
    ) throws -> String {
        guard method == .get else { throw OutboundError(.redirectRefused, "a redirect after \(method.rawValue)") }
        guard let location = response.values(of: "Location").first else {
            throw OutboundError(.redirectRefused, "a redirect without Location")
        }
        let absolute = location.hasPrefix("/") && !location.hasPrefix("//") ? address.origin + location : location
        guard let target = WebAddress(absolute), target.origin == address.origin else {
            throw OutboundError(.redirectRefused, "a redirect to another host")
        }
        return absolute
    }

    private static func configuration(_ policy: OutboundPolicy) throws -> HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        tls.additionalTrustRoots = try policy.additionalTrustRoots.map {
            .certificates(try NIOSSLCertificate.fromPEMBytes(Array($0.utf8)))
        }
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(policy.connectTimeout), read: .seconds(policy.timeout)))
        configuration.httpVersion = .http1Only
        // A refused connection is told at once; whoever called knows when to try again.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.dnsOverride = policy.nameOverrides
        guard !policy.allowsPrivateAddresses else { return configuration }
        let trusted = Set(policy.nameOverrides.values.compactMap(IPAddress.init))
        configuration.http1_1ConnectionDebugInitializer = { channel in
            guard let remote = channel.remoteAddress.flatMap({ IPAddress($0) }),
                remote.isPublic || trusted.contains(remote)
            else {
                return channel.eventLoop.makeFailedFuture(
                    OutboundError(.addressRefused, "the name changed its address"))
            }
            return channel.eventLoop.makeSucceededVoidFuture()
        }
        return configuration
    }
}

extension OutboundError {
    fileprivate init(translating error: any Error) {
        switch error {
        case let known as OutboundError: self = known
        case is NIOTooManyBytesError: self.init(.tooLarge, "the answer's body is over the limit")
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
            self.init(.insecure, "the TLS handshake failed")
        case let client as HTTPClientError where Self.timeouts.contains(client):
            self.init(.timedOut, client.shortDescription)
        case let client as HTTPClientError: self.init(.connectionFailed, client.shortDescription)
        case is CancellationError: self.init(.timedOut, "the call was given up")
        default: self.init(.connectionFailed, "\(type(of: error))")
        }
    }

    private static let timeouts: [HTTPClientError] = [
        .readTimeout, .writeTimeout, .connectTimeout, .deadlineExceeded, .getConnectionFromPoolTimeout,
        .tlsHandshakeTimeout,
    ]
}
