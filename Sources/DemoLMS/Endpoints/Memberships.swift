import HTTPTypes
import Hummingbird
import JSON
import Values

/// The roster (Names and Role Provisioning Services 2.0 §2), by pages, by link and by differences.
struct Memberships {
    var platform: DemoPlatform

    func addRoutes(to router: Router<BasicRequestContext>) {
        router.get("api/memberships/:context") { request, _ in try await list(request) }
        router.get("api/memberships/:context/since/:place") { request, context in
            try await differences(request, since: context.parameters.get("place").flatMap { Int($0) })
        }
    }

    private func list(_ request: Request) async throws -> Response {
        try await platform.authorize(request, scopes: [ServiceScope.roster], accepting: ServiceMediaType.memberships)
        let form = URLEncodedForm(parsing: request.uri.query ?? "") ?? URLEncodedForm()
        var people = await platform.people
        if let link = form["rlid"] {
            guard platform.profile.listsLinkMembers, let found = await platform.links.first(where: { $0.id == link })
            else { throw Refusal(status: .notFound, reason: "No such link.") }
            if platform.profile.narrowsToLinkMembers, let members = found.members {
                people.removeAll { !members.contains($0.id) }
            }
        }
        if let role = form["role"] { people.removeAll { self.role(of: $0, isShort: !role.contains("#")) != role } }
        let page = Page(form: form, profile: platform.profile)
        if await platform.failingRosterPage == page.number {
            throw Refusal(status: .internalServerError, reason: "This page fails.")
        }
        let address = platform.baseURL + request.uri.path
        let next = page.link(to: address, form: form, total: people.count)
        if let members = await platform.rosterMembers { return answer(members, address, links: []) }
        let groups = form["groups"] == "true" ? await platform.groups : nil
        let isAboutLink = form["rlid"] != nil
        return answer(
            page.slice(people).map { member($0, message: isAboutLink ? message(for: $0) : nil, groups: groups) },
            address,
            links: [next, next == nil ? await changesLink(address) : nil].compactMap { $0 })
    }

    /// Who changed since a place in the list of changes, as they are now.
    private func differences(_ request: Request, since place: Int?) async throws -> Response {
        try await platform.authorize(request, scopes: [ServiceScope.roster], accepting: ServiceMediaType.memberships)
        guard let place, platform.profile.offersDifferences, await platform.forgetsChangesBefore <= place else {
            throw Refusal(status: .gone, reason: "These differences are forgotten.")
        }
        let (people, changes) = await (platform.people, platform.changes)
        let changed = Set(changes.dropFirst(place).map(\.person))
        let members = changed.sorted().map { id -> JSONNode in
            people.first { $0.id == id }.map { member($0, message: nil) }
                ?? ["user_id": .string(id), "roles": ["Learner"], "status": "Deleted"]
        }
        let address = platform.baseURL + String(request.uri.path.prefix { _ in true })
        let base = String(address.prefix(upTo: address.firstRange(of: "/since/")?.lowerBound ?? address.endIndex))
        return answer(members, address, links: [await changesLink(base)].compactMap { $0 })
    }

    private func changesLink(_ address: String) async -> String? {
        guard platform.profile.offersDifferences else { return nil }
        return "<\(address)/since/\(await platform.changes.count)>; rel=\"differences\""
    }

    private func answer(_ members: [JSONNode], _ address: String, links: [String]) -> Response {
        var response = Response.json(
            [
                "id": .string(address),
                "context": ["id": .string(platform.contextID), "label": "SAFE-42", "title": "Working safely"],
                "members": .array(members),
            ], type: ServiceMediaType.memberships)
        response.headers.setLink(links.isEmpty ? nil : links.joined(separator: ", "))
        return response
    }

    /// What a launch of the link would bring the member (NRPS 2.0 §3.2).
    private func message(for person: DemoPerson) -> JSONNode {
        let claim = "https://purl.imsglobal.org/spec/lti/claim/"
        return [
            .object([
                (claim + "message_type", "LtiResourceLinkRequest"),
                (
                    claim + "custom",
                    [
                        "place": "front row", "reader": .string(person.givenName + " of the front row"),
                        "unknown": "$Person.shoeSize",
                    ]
                ),
            ])
        ]
    }

    private func role(of person: DemoPerson, isShort: Bool) -> String {
        let short = person.isInstructor ? "Instructor" : "Learner"
        return isShort ? short : "http://purl.imsglobal.org/vocab/lis/v2/membership#" + short
    }

    private func member(_ person: DemoPerson, message: JSONNode?, groups: [DemoGroup]? = nil) -> JSONNode {
        let role = role(of: person, isShort: platform.profile.rosterRolesAreShort)
        var members: [(String, JSONNode)] = [
            ("status", .string(person.status.rawValue)), ("user_id", .string(person.id)), ("roles", [.string(role)]),
        ]
        if platform.profile.sendsNameAndEmail {
            members += [("name", .string(person.name)), ("email", .string(person.email))]
        }
        if let groups {
            let own = groups.filter { $0.members.contains(person.id) }
            members.append(("group_enrollments", .array(own.map { ["group_id": .string($0.id)] })))
        }
        if let message { members.append(("message", message)) }
        return .object(members)
    }
}
