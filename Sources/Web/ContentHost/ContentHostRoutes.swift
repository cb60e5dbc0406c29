import HTTPTypes
package import Hummingbird
package import Workflows

/// Puts everything that the content host serves on its router: package files by session, the sessions' LRS, the fetch
/// of tokens, and the data of attachments by links that end soon (design D9).
package func addContentHostRoutes(to router: Router<LecternRequestContext>, services: Services) {
    let files = ContentFiles(services)
    for method in [HTTPRequest.Method.get, .head] {
        router.on("/s/:secret/**", method: method) { request, context in try await files.serve(request, context) }
    }
    router.refuseOtherMethods("/s/:secret/**", allowed: [.get, .head])
    let attachments = AttachmentDownload(services: services)
    router.get("/attachments/:token") { _, context in try await attachments.answer(context) }
    addFetchRoutes(to: router, services: services)
    addXAPIRoutes(
        to: router, services: services,
        settings: XAPISettings(audience: .sessions, limits: services.settings.recordLimits))
}

/// Puts the one-time fetch of cmi5 tokens at `/cmi5/fetch/<secret>` (cmi5 §8.2); for both hosts.
package func addFetchRoutes(to router: Router<LecternRequestContext>, services: Services) {
    let fetch = FetchEndpoint(services)
    let path: RouterPath = "/cmi5/fetch/:secret"
    router.post(path) { request, context in await fetch.answer(request, context) }
    router.on(path, method: .options) { request, _ in fetch.preflight(request) }
    router.refuseOtherMethods(path, allowed: [.post, .options])
}
