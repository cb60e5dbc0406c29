import Hummingbird
package import Logging
import NIOCore
import ServiceLifecycle

/// The demo LMS as a service on its own address: a real little LTI 1.3 platform.
package struct DemoLMSServer: Service {
    package let platform: DemoPlatform
    private let application: any ApplicationProtocol

    /// - Parameters:
    ///   - port: 0 for a free one; `onRunning` then tells which.
    package init(
        platform: DemoPlatform, host: String = "127.0.0.1", port: Int, logger: Logger,
        onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) throws {
        self.platform = platform
        let router = Router(context: BasicRequestContext.self)
        let pages = try DemoPages()
        CoursePages(platform: platform, pages: pages).addRoutes(to: router)
        Authorization(platform: platform, pages: pages).addRoutes(to: router)
        TokenEndpoint(platform: platform).addRoutes(to: router)
        DynamicRegistration(platform: platform, pages: pages).addRoutes(to: router)
        DeepLinkingReturn(platform: platform, pages: pages).addRoutes(to: router)
        GradeServices(platform: platform).addRoutes(to: router)
        Memberships(platform: platform).addRoutes(to: router)
        NoticeHandlers(platform: platform).addRoutes(to: router)
        CourseGroups(platform: platform).addRoutes(to: router)
        application = Application(
            router: router,
            configuration: .init(address: .hostname(host, port: port), serverName: nil, reuseAddress: false),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? port) }, logger: logger)
    }

    package func run() async throws { try await application.run() }
}
