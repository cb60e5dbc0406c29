import Hummingbird
import HummingbirdCore
import HummingbirdTLS
package import Logging
import NIOCore
import NIOSSL
import Outbox
import ServiceLifecycle
import Values
import Web
import Workflows

/// The whole service: two hosts, the workers, and an orderly end.
package struct LecternServer: Service {
    private let opened: OpenedServices
    private let logger: Logger
    private let metrics: PrometheusRegistry?
    private let works: Bool
    private let readiness = Readiness()
    /// To each of the two hosts; those beyond wait in the kernel's queue until others end.
    private static let mostConnections = 8_192
    private let onRunning: @Sendable (_ mainPort: Int, _ contentPort: Int) async -> Void

    /// - Parameters:
    ///   - works: false leaves everything that is done beside requests undone: nothing is sent to platforms, mail or
    ///     other stores, and nothing is swept.
    ///   - onRunning: called once both hosts listen, with their ports.
    package init(
        _ opened: OpenedServices, metrics: PrometheusRegistry? = nil, logger: Logger, works: Bool = true,
        onRunning: @escaping @Sendable (_ mainPort: Int, _ contentPort: Int) async -> Void = { _, _ in }
    ) {
        self.opened = opened
        self.metrics = metrics
        self.logger = logger
        self.works = works
        self.onRunning = onRunning
    }

    /// Serves until it is told to shut down; what is under way is finished first.
    package func run() async throws {
        let services = opened.services
        let ports = Locked<(main: Int?, content: Int?)>((nil, nil))
        let operations = OperationsResponder(
            next: Routes.main(services), database: services.database, metrics: metrics, readiness: readiness)
        let main = try application(operations, at: opened.configuration.address) { port in
            ports.withLock { $0.main = port }
            await announce(ports.withLock { $0 })
        }
        let content = try application(Routes.contentHost(services), at: opened.configuration.contentAddress) { port in
            ports.withLock { $0.content = port }
            await announce(ports.withLock { $0 })
        }
        let workers: [any Service] = works ? Workers.all(services, logger: logger) : []
        let group = ServiceGroup(
            configuration: .init(services: [readiness] + workers + [main, content], logger: logger))
        try await group.run()
    }

    private func announce(_ ports: (main: Int?, content: Int?)) async {
        guard let main = ports.main, let content = ports.content else { return }
        readiness.begin()
        await onRunning(main, content)
    }

    private func application<Responder: HTTPResponder>(
        _ responder: Responder, at address: SocketAddress, onRunning: @escaping @Sendable (Int) async -> Void
    ) throws -> any ApplicationProtocol where Responder.Context == LecternRequestContext {
        Application(
            responder: responder, server: try server(),
            configuration: .init(
                address: .hostname(address.host, port: address.port), serverName: nil, reuseAddress: true,
                availableConnectionsDelegate: MaximumAvailableConnections(Self.mostConnections, logger: logger)),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? address.port) }, logger: logger)
    }

    private func server() throws -> HTTPServerBuilder {
        guard let certificate = opened.configuration.tlsCertificate, let key = opened.configuration.tlsKey else {
            return .loopBound()
        }
        let chain = try NIOSSLCertificate.fromPEMFile(certificate).map { NIOSSLCertificateSource.certificate($0) }
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain, privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
        // The library's own default still takes 1.0 (Security Framework 1.0 §3).
        tls.minimumTLSVersion = .tlsv12
        return try .tls(.loopBound(), tlsConfiguration: tls)
    }
}
