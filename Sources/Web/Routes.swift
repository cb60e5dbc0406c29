import HTTPTypes
package import Hummingbird
package import Workflows

/// The routes of both hosts, grouped by audience. What isn't opened here is closed: each group but the open one has a
/// door of its own, and no path stands in two groups.
package enum Routes {
    /// The main host: platforms, learners, staff, clients of the LRS.
    package static func main(_ services: Services) -> some HTTPResponder<LecternRequestContext> {
        mainRouter(services).buildResponder()
    }

    /// Every method and path of the main host, with `:name` where a path has a parameter.
    package static func list(_ services: Services) -> [(method: String, path: String)] {
        mainRouter(services).routes.map { ($0.method.rawValue, $0.path.description) }
    }

    private static func mainRouter(_ services: Services) -> Router<LecternRequestContext> {
        let router = frame(services)
        // open to everybody
        Assets.addRoutes(to: router)
        router.get("/") { _, _ in Page.seeOther("/admin/") }
        // platforms, by signed messages; their keys and ours
        addLTIRoutes(to: router, services: services)
        // content, for its one token, by the secret in the URL
        addFetchRoutes(to: router, services: services)
        // clients of the LRS by credential, content sessions by theirs
        addXAPIRoutes(to: router, services: services)
        // learners and instructors, by the proof of their launch
        addLearnerRoutes(to: router, services: services)
        // staff, by their session
        addAdminRoutes(to: router, services: services)
        return router
    }

    /// The content host: package files by session, and the session's own LRS. Nothing of the main host is here.
    package static func contentHost(_ services: Services) -> some HTTPResponder<LecternRequestContext> {
        let router = Router(context: LecternRequestContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: CallerMiddleware(proxies: TrustedProxies(services.settings.trustedProxies)))
        router.add(middleware: RequestMetrics())
        router.add(middleware: RequestLog())
        router.add(middleware: ErrorResponses())
        addContentHostRoutes(to: router, services: services)
        return router.buildResponder()
    }

    /// What every request of the main host goes through, from the outside in.
    private static func frame(_ services: Services) -> Router<LecternRequestContext> {
        let router = Router(context: LecternRequestContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: CallerMiddleware(proxies: TrustedProxies(services.settings.trustedProxies)))
        router.add(middleware: RequestMetrics())
        router.add(middleware: RequestLog())
        router.add(middleware: SecurityHeaders(publicURL: services.settings.publicURL))
        router.add(middleware: ErrorResponses())
        return router
    }
}
