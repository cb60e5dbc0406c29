import Access
import Connections
import Database
import Foundation
import HTTPTypes
import TestWorld
import Testing
import Values
import Workflows

@Suite("Launches on the pages of staff")
struct LaunchPagesTests {
    private typealias House = PagesHouse

    @Test(
        "A login of a platform that nobody registered is in the list, says who asked, and is found by its reference",
        arguments: Engine.underTest)
    func unknown(engine: Engine) async throws {
        try await House.with(engine) { house in
            let headers = try await house.administrator()
            let reference = try await house.strayLogin()
            let list = try await house.get("/admin/launches", headers)
            #expect(list.words.contains("registration_unknown") && list.words.contains("Unknown platform"))
            let found = try await house.get("/admin/launches?reference=%20\(reference)", headers)
            #expect(found.status == .seeOther)
            let record = try await house.get(found.location, headers)
            #expect(record.status == .ok && record.words.contains("Register the platform here"))
            #expect(record.words.contains("https://stray.example") && record.words.contains("stray-client"))
            #expect(!record.text.contains("somebody-in-particular"))
            let nothing = try await house.get("/admin/launches?reference=other", headers)
            #expect(nothing.status == .notFound && nothing.words.contains("No launch has this reference."))
        }
    }

    @Test("Where a service has several customers, a launch of no platform is found by its whole reference alone")
    func severalTenants() async throws {
        try await House.with { house in
            let headers = try await house.administrator()
            let now = house.world.now
            try await house.services.database.write { tx in
                _ = try Tenants.create(House.tenant, name: "Main", in: tx, now: now)
                _ = try Tenants.create(TenantID(2), name: "Other", in: tx, now: now)
            }
            let reference = try await house.strayLogin()
            #expect(try await !house.get("/admin/launches", headers).words.contains("registration_unknown"))
            let found = try await house.get("/admin/launches?reference=\(reference)", headers).location
            #expect(try await house.get(found, headers).words.contains("registration_unknown"))
            let bare = String(found.prefix { $0 != "?" })
            #expect(try await house.get(bare, headers).status == .notFound)
        }
    }

    @Test("The list is narrowed by outcome, names each platform, and a record leads to its platform and link")
    func narrowed() async throws {
        try await House.with { house in
            let headers = try await house.administrator()
            let (platform, link) = try await house.addLink(title: "Week one")
            try await house.addLaunch("good-one", "opened", platform, link, checks: "[]")
            try await house.addLaunch("bad-one", "refused", platform, link, checks: "[]")
            let all = try await house.get("/admin/launches", headers).words
            #expect(all.contains("good-one") && all.contains("bad-one") && all.contains("School LMS"))
            let refused = try await house.get("/admin/launches?outcome=refused", headers).words
            #expect(!refused.contains("good-one") && refused.contains("bad-one"))
            let opened = try await house.get("/admin/launches?outcome=opened", headers).words
            #expect(opened.contains("good-one") && !opened.contains("bad-one"))
            let found = try await house.get("/admin/launches?reference=bad-one", headers).location
            let record = try await house.get(found, headers)
            #expect(
                record.text.contains("/admin/platforms/\(platform)") && record.text.contains("/admin/links/\(link)"))
            #expect(record.words.contains("School LMS") && record.words.contains("Week one"))
        }
    }

    @Test("Each check is named in words of the reader's language, with advice for every reason that it found")
    func advice() async throws {
        try await House.with { house in
            var headers = try await house.administrator()
            let (platform, link) = try await house.addLink(title: "Week one")
            let reasons = #"[{"code":"kid_missing"},{"code":"keys_unavailable"},{"code":"kid_unknown"}]"#
            try await house.addLaunch(
                "bad-one", "refused", platform, link,
                checks:
                    #"[{"check":"key","result":"failed","reasons":\#(reasons)},{"check":"nonce","result":"passed"}]"#)
            let found = try await house.get("/admin/launches?reference=bad-one", headers).location
            let english = try await house.get(found, headers).words
            #expect(english.contains("The platform’s key") && english.contains("That it is used once only"))
            #expect(english.contains("Compare the key set URL") && english.contains("key set can’t be read"))
            #expect(english.components(separatedBy: "Compare the key set URL").count == 2)
            headers[.acceptLanguage] = "fr"
            #expect(try await house.get(found, headers).words.contains("La clé de la plateforme"))
        }
    }
}

extension PagesHouse {
    /// A login of a platform that isn't registered; gives the reference that its page shows.
    fileprivate func strayLogin() async throws -> String {
        let now = world.now
        try await services.database.write { _ = try Tenants.create(Self.tenant, name: "Main", in: $0, now: now) }
        let page = try await get(
            "/lti/login?iss=https://stray.example&client_id=stray-client&login_hint=somebody-in-particular"
                + "&target_link_uri=http://localhost:8080/learn")
        let id = try #require(HTTPField.Name("X-Request-ID"))
        return try #require(page.headers[id])
    }

    /// A platform with one link.
    func addLink(title: String, cohort: UUID16? = nil) async throws -> (platform: UUID16, link: UUID16) {
        let (world, tenant) = (services.world, Self.tenant)
        return try await services.database.write { tx in
            _ = try Tenants.create(tenant, name: "Main", in: tx, now: world.now())
            let platform = try Registrations.save(
                Registration(
                    id: world.newID(), tenant: tenant, issuer: Self.platform, clientID: "c", name: "School LMS",
                    authURL: Self.platform + "/auth", tokenURL: Self.platform + "/token",
                    jwksURL: Self.platform + "/jwks", createdAt: world.now()), in: tx, now: world.now())
            let deployment = try Deployments.add("1", to: platform, state: .active, world: world, in: tx)
            let link = world.newID()
            try tx.execute(
                """
                insert into resource_link (tenant, id, registration, deployment, link_key, link_id, title,
                    own_lineitem_until_at, grade_scopes, cohort, created_at, launched_at)
                values (\(tenant), \(link), \(platform.id), \(deployment.id), \(link), \(title), \(title), 0, '',
                    \(cohort), \(world.now()), \(world.now()))
                """)
            return (platform.id, link)
        }
    }

    fileprivate func addLaunch(
        _ reference: String, _ outcome: String, _ platform: UUID16, _ link: UUID16, checks: String
    ) async throws {
        let world = services.world
        try await services.database.write { tx in
            try tx.execute(
                """
                insert into launch (tenant, id, at, reference, registration, link, roles, outcome, status, checks,
                    warnings)
                values (\(Self.tenant), \(world.newID()), \(world.now()), \(reference), \(platform), \(link), '[]',
                    \(outcome), 401, \(checks), '[]')
                """)
        }
    }
}
