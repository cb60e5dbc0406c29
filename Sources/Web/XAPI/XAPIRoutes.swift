import HTTPTypes
package import Hummingbird
package import Workflows

/// Puts the LRS at `/xapi` and, the same again, at `/xapi/1.0.3` (design §4). One handler takes every path below,
/// since repeated slashes, methods in disguise and unknown resources are all answered in the LRS's own way.
/// - Parameter settings: without them, everybody may come, within the limits that the operator set.
package func addXAPIRoutes(
    to router: Router<LecternRequestContext>, services: Services,
    settings: XAPISettings? = nil
) {
    let limits = services.settings.recordLimits
    let handler = XAPIHandler(services, settings ?? XAPISettings(audience: .everybody, limits: limits))
    for method in [HTTPRequest.Method.get, .head, .put, .post, .delete, .options, .patch] {
        for path in ["/xapi", "/xapi/**"] as [RouterPath] {
            router.on(path, method: method) { request, context in await handler.handle(request, context) }
        }
    }
}
