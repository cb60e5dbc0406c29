import HTTPTypes
package import Hummingbird
package import Workflows

/// Adds the administration below `/admin/`. Everything is behind the sign-in, the sign-in itself excepted.
package func addAdminRoutes(to router: Router<LecternRequestContext>, services: Services) {
    let desk = StaffDesk(services)
    let signIn = SignInPages(desk)
    let admin = router.group("/admin")
    admin.get("sign-in") { request, context in signIn.show(request, context) }
    admin.post("sign-in") { request, context in try await signIn.signIn(request, context) }
    admin.post("sign-out") { request, context in try await signIn.signOut(request, context) }
    let closed = StaffRoutes(desk: desk, group: admin)
    addDashboard(to: closed)
    addCoursePages(to: closed)
    addCohortPages(to: closed)
    addPackagePages(to: closed)
    addConnectPages(to: closed)
    addPlatformPages(to: closed)
    addPlatformSettingsPages(to: closed)
    addLaunchPages(to: closed)
    addNoticePages(to: closed)
    addLinkPages(to: closed)
    addGradebookPages(to: closed)
    addGroupPages(to: closed)
    addDeliveryPages(to: closed)
    addOperationPages(to: closed)
    addRosterPages(to: closed)
    addStatementPages(to: closed)
    addCredentialPages(to: closed)
    addForwardingPages(to: closed)
    addPeoplePages(to: closed)
    addRequestPages(to: closed)
    addExportPages(to: closed)
}

/// Adds pages that nobody sees without a session; there is no way to add an open one here.
struct StaffRoutes {
    let desk: StaffDesk
    let group: RouterGroup<LecternRequestContext>
    var services: Services { desk.services }

    func page(
        _ path: RouterPath,
        _ handler: @escaping @Sendable (StaffVisit, Request, LecternRequestContext) async throws -> Page
    ) {
        let desk = desk
        group.get(path) { request, context in
            try await desk.open(request, context) { try await handler($0, request, context).response() }
        }
    }

    func form(
        _ path: RouterPath, lists: Set<String> = [],
        _ handler: @escaping @Sendable (StaffVisit, FormBody, LecternRequestContext) async throws -> Response
    ) {
        let desk = desk
        group.post(path) { request, context in
            try await desk.form(request, context, lists: lists) { try await handler($0, $1, context) }
        }
    }

    /// Answers that aren't pages: downloads and uploads, the latter checking their token themselves.
    func response(
        _ method: HTTPRequest.Method, _ path: RouterPath,
        _ handler: @escaping @Sendable (StaffVisit, Request, LecternRequestContext) async throws -> Response
    ) {
        let desk = desk
        group.on(path, method: method) { request, context in
            try await desk.open(request, context) { try await handler($0, request, context) }
        }
    }
}
