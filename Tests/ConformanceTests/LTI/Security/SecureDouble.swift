import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import TestWorld
import Values

/// The versions of TLS that one side speaks.
struct SpokenTLS: Sendable, CustomStringConvertible {
    var oldest: TLSVersion
    var newest: TLSVersion
    var description: String { "\(oldest) to \(newest)" }

    static func only(_ version: TLSVersion) -> SpokenTLS { SpokenTLS(oldest: version, newest: version) }

    static let every = SpokenTLS(oldest: .tlsv1, newest: .tlsv13)

    /// What a client that isn't ours is answered, trusting the tests' authority alone.
    func status(of url: String) async throws -> Int {
        var tls = TLSConfiguration.makeClientConfiguration()
        (tls.minimumTLSVersion, tls.maximumTLSVersion) = (oldest, newest)
        tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(TestAuthority.authority.utf8)))
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls)
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let answer: Result<Int, any Error>
        do {
            answer = .success(
                Int(try await client.execute(HTTPClientRequest(url: url), timeout: .seconds(10)).status.code))
        } catch { answer = .failure(error) }
        try await client.shutdown()
        return try answer.get()
    }
}

/// A web server of one document over TLS, with versions and a certificate that the test chooses.
final class SecureDouble: Sendable {
    private let channel: any Channel
    private let seen: Locked<[TLSVersion]>

    /// Of its only document.
    var url: String { "https://localhost:\(channel.localAddress?.port ?? 0)/jwks.json" }

    /// The version of every request that was answered.
    var answered: [TLSVersion] { seen.withLock { $0 } }

    static func with<Result>(
        _ document: [UInt8], spoken: SpokenTLS = .every, certificate: String = TestAuthority.good,
        _ body: (SecureDouble) async throws -> Result
    ) async throws -> Result {
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8)).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(TestAuthority.key.utf8), format: .pem)))
        (tls.minimumTLSVersion, tls.maximumTLSVersion) = (spoken.oldest, spoken.newest)
        let server = try await SecureDouble(document, try NIOSSLContext(configuration: tls))
        do {
            let result = try await body(server)
            try await server.channel.close()
            return result
        } catch {
            try? await server.channel.close()
            throw error
        }
    }

    private init(_ document: [UInt8], _ tls: NIOSSLContext) async throws {
        let seen = Locked<[TLSVersion]>([])
        self.seen = seen
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(NIOSSLServerHandler(context: tls))
                    try pipeline.configureHTTPServerPipeline()
                    try pipeline.addHandler(DocumentHandler(document: document, seen: seen))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }
}

private final class DocumentHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let document: [UInt8]
    private let seen: Locked<[TLSVersion]>

    init(document: [UInt8], seen: Locked<[TLSVersion]>) {
        self.document = document
        self.seen = seen
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .end = unwrapInboundIn(data) else { return }
        if let version = try? context.pipeline.syncOperations.nioSSL_tlsVersion() {
            seen.withLock { $0.append(version) }
        }
        let headers: HTTPHeaders = [
            "Content-Type": "application/json", "Content-Length": "\(document.count)", "Connection": "close",
        ]
        context.write(wrapOutboundOut(.head(.init(version: .http1_1, status: .ok, headers: headers))), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: document)))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
