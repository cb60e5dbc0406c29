import Hummingbird
import JSON
import Values

/// The course's groups and sets of groups (Course Groups Service 1.0 §4), by pages.
struct CourseGroups {
    var platform: DemoPlatform

    func addRoutes(to router: Router<BasicRequestContext>) {
        router.get("api/groups/:context") { request, _ in
            try await list(request, "groups", ServiceMediaType.groups, await groups())
        }
        router.get("api/groups/:context/sets") { request, _ in
            try await list(request, "sets", ServiceMediaType.groupSets, await sets())
        }
    }

    private func groups() async -> [JSONNode] {
        await platform.groups.map { group in
            .compactObject([
                ("id", .string(group.id)), ("name", .string(group.name)),
                ("set_id", group.set.map { .string("set-" + $0) }),
            ])
        }
    }

    private func sets() async -> [JSONNode] {
        Set(await platform.groups.compactMap(\.set)).sorted().map {
            ["id": .string("set-" + $0), "name": .string($0)]
        }
    }

    private func list(
        _ request: Request, _ member: String, _ type: String, _ all: [JSONNode]
    ) async throws -> Response {
        try await platform.authorize(request, scopes: [ServiceScope.groups], accepting: type)
        let form = URLEncodedForm(parsing: request.uri.query ?? "") ?? URLEncodedForm()
        let page = Page(form: form, profile: platform.profile)
        let address = platform.baseURL + request.uri.path
        var response = Response.json(
            .object([("id", .string(address)), (member, .array(page.slice(all)))]), type: type)
        response.headers.setLink(page.link(to: address, form: form, total: all.count))
        return response
    }
}
