import HTTPTypes
import Hummingbird
import JSON
import Values

/// The roster (Names and Role Provisioning Services 2.0 §2).
struct Memberships {
    var platform: DemoPlatform

    func addRoutes(to router: Router<BasicRequestContext>) {
        router.get("api/memberships/:context") { request, _ in try await list(request) }
    }

    private func list(_ request: Request) async throws -> Response {
        try await platform.authorize(request, scopes: [ServiceScope.roster], accepting: ServiceMediaType.memberships)
        let form = URLEncodedForm(parsing: request.uri.query ?? "") ?? URLEncodedForm()
        let people = await platform.people
        let page = Page(form: form, profile: platform.profile)
        let address = platform.baseURL + request.uri.path
        var response = Response.json(
            [
                "id": .string(address),
                "context": ["id": .string(platform.contextID), "label": "SAFE-42", "title": "Working safely"],
                "members": .array(page.slice(people).map(member)),
            ], type: ServiceMediaType.memberships)
        response.headers.setLink(page.link(to: address, form: form, total: people.count))
        return response
    }

    private func member(_ person: DemoPerson) -> JSONNode {
        let short = person.isInstructor ? "Instructor" : "Learner"
        let role =
            platform.profile.rosterRolesAreShort
            ? short : "http://purl.imsglobal.org/vocab/lis/v2/membership#" + short
        var members: [(String, JSONNode)] = [
            ("status", "Active"), ("user_id", .string(person.id)), ("roles", [.string(role)]),
        ]
        if platform.profile.sendsNameAndEmail {
            members += [("name", .string(person.name)), ("email", .string(person.email))]
        }
        return .object(members)
    }
}
