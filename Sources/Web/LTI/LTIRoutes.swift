import Access
import HTTPTypes
package import Hummingbird
package import Workflows

/// Adds the doors for platforms: login initiation, launch, and our public keys.
package func addLTIRoutes(to router: Router<LecternRequestContext>, services: Services) {
    let rates = LaunchRates(services)
    let login = LoginHandler(services, rates)
    let launch = LaunchHandler(services, rates)
    router.get("/lti/login") { request, context in try await login.get(request, context) }
    router.post("/lti/login") { request, context in try await login.post(request, context) }
    router.post("/lti/launch") { request, context in try await launch.post(request, context) }
    let notices = NoticesDoor(services, rates)
    router.post("/lti/notices") { request, context in try await notices.post(request, context) }
    let proof = ProofHandler(services, rates)
    router.post("/lti/launch/proof") { request, context in try await proof.post(request, context) }
    router.get("/lti/launch") { _, context in LaunchPage.notAForm(context) }
    router.get("/lti/items/:item") { _, context in LaunchPage.notAForm(context) }
    addRegistrationRoutes(to: router, services: services, rates)
    addAboutUserRoutes(to: router, services: services)
    addPickerRoutes(to: router, services: services)
    router.get("/.well-known/jwks.json") { _, _ in KeySetAnswer.response(try services.keyring.publicKeys) }
    router.get("/lti/platforms/:platform/jwks.json") { _, context in
        let platform = try context.parameters.identifier("platform")
        return KeySetAnswer.response(try await services.publishedKeys(of: platform))
    }
}
