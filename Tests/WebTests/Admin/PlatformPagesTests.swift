import Cohorts
import Connections
import Database
import Foundation
import HTTPTypes
import Hummingbird
import JOSE
import TestWorld
import Testing
import Values
import Workflows

@Suite("Platforms on the pages of staff")
struct PlatformPagesTests {
    private typealias House = PagesHouse
    private static let settings = [
        ("name", "Our LMS"), ("auth_url", "https://new.example/a"), ("token_url", "https://new.example/t"),
        ("token_audience", "https://new.example"), ("jwks_url", "https://new.example/k"), ("public_key", ""),
        ("alg_ES256", "1"), ("profiles", "none"), ("policy", "closed"), ("anonymous", "1"),
    ]

    @Test("A platform's settings are shown, changed by a form and recorded; what it is found by stays")
    func settings() async throws {
        try await House.with { house in
            let headers = try await house.administrator()
            let id = try await house.addLink(title: "Week one").platform
            let form = try await house.get("/admin/platforms/\(id)/settings", headers)
            #expect(form.text.contains(#"value="School LMS""#) && form.words.contains("https://lms.example"))
            let saved = try await house.post(
                "/admin/platforms/\(id)/settings", [("form_token", form.formToken)] + Self.settings, headers)
            #expect(saved.location == "/admin/platforms/\(id)")
            let page = try await house.get(saved.location, headers).words
            for text in ["Our LMS", "https://new.example/t", "ES256", "Never stored", "Are refused"] {
                #expect(page.contains(text), "\(text)")
            }
            let now = try #require(try await house.registration(id))
            #expect(now.issuer == House.platform && now.clientID == "c" && now.isActive)
            #expect(now.algorithms.text == "ES256" && !now.keepsProfiles && now.allowsAnonymous)
            #expect(now.tokenAudience == "https://new.example" && now.deploymentPolicy == .closed)
            #expect(try await house.auditVerbs().contains("platform.change"))
        }
    }

    @Test("Settings with faults change nothing and come back with each fault at its field")
    func faults() async throws {
        try await House.with { house in
            let headers = try await house.administrator()
            let id = try await house.addLink(title: "Week one").platform
            let path = "/admin/platforms/\(id)/settings"
            let token = try await house.get(path, headers).formToken
            func send(_ changes: [String: String]) async throws -> PageAnswer {
                let fields = Self.settings.map { ($0.0, changes[$0.0] ?? $0.1) }
                return try await house.post(path, [("form_token", token)] + fields, headers)
            }
            let choices = try await send(["profiles": "perhaps", "policy": "", "alg_ES256": ""])
            #expect(choices.status == .unprocessableContent && choices.words.contains("Choose one."))
            #expect(choices.text.components(separatedBy: #"class="fault""#).count == 4)
            let urls = try await send(["name": "", "token_url": "http://new.example/t", "auth_url": "nonsense"])
            #expect(urls.status == .unprocessableContent && urls.text.contains(#"value="nonsense""#))
            #expect(urls.text.components(separatedBy: #"class="fault""#).count == 4)
            let now = try #require(try await house.registration(id))
            #expect(now.name == "School LMS" && now.keepsProfiles && now.deploymentPolicy == .ask)
        }
    }

    @Test("A platform that is registered already is not overwritten by the form: it says so and leads there")
    func known() async throws {
        try await House.with { house in
            let headers = try await house.administrator()
            let id = try await house.addLink(title: "Week one").platform
            let answer = try await house.addPlatform([("client_id", "c"), ("profiles", "none")], headers)
            #expect(answer.status == .conflict && answer.words.contains("registered already"))
            #expect(answer.text.contains(#"href="/admin/platforms/\#(id)""#) && answer.text.contains("Second LMS"))
            let now = try #require(try await house.registration(id))
            #expect(now.name == "School LMS" && now.keepsProfiles && now.tokenURL == House.platform + "/token")
        }
    }

    @Test("A platform added by hand may be one of which no name and no address is stored")
    func privacy() async throws {
        try await House.with { house in
            let headers = try await house.administrator()
            let wrong = try await house.addPlatform([("client_id", "new"), ("profiles", "sometimes")], headers)
            #expect(wrong.status == .unprocessableContent && wrong.text.contains(#"value="new""#))
            let answer = try await house.addPlatform([("client_id", "new"), ("profiles", "none")], headers)
            #expect(answer.status == .seeOther)
            let id = try #require(UUID16(String(answer.location.split(separator: "/").last ?? "")))
            #expect(try await house.registration(id)?.keepsProfiles == false)
        }
    }

    @Test("Switching a platform off names it and asks first; switching it on doesn't")
    func switching() async throws {
        try await House.with { house in
            let headers = try await house.administrator()
            let id = try await house.addLink(title: "Week one").platform
            let page = try await house.get("/admin/platforms/\(id)", headers)
            let path = "/admin/platforms/\(id)/active"
            let asked = try await house.post(path, [("form_token", page.formToken), ("active", "0")], headers)
            #expect(asked.status == .ok && asked.words.contains("Switch School LMS off?"))
            #expect(asked.text.contains(#"name="confirmed" value="1""#) && !asked.text.contains("<script src=\"http"))
            #expect(try await house.registration(id)?.isActive == true)
            let vague = try await house.post(path, [("form_token", page.formToken), ("confirmed", "1")], headers)
            #expect(vague.status == .badRequest)
            let done = try await house.post(
                path, [("form_token", asked.formToken), ("active", "0"), ("confirmed", "1")], headers)
            #expect(done.status == .seeOther)
            #expect(try await house.registration(id)?.isActive == false)
            _ = try await house.post(path, [("form_token", page.formToken), ("active", "1")], headers)
            #expect(try await house.registration(id)?.isActive == true)
        }
    }

    @Test("A gradebook's column is named and asked about before it goes")
    func column() async throws {
        try await House.with { house in
            let headers = try await house.administrator()
            let (platform, link) = try await house.addLink(title: "Week one")
            try await house.services.database.write { tx in
                try tx.execute(
                    """
                    update resource_link set own_lineitem_url = 'https://lms.example/li/1',
                        own_lineitem_origin = 'made' where id = \(link)
                    """)
            }
            let path = "/admin/platforms/\(platform)/links/\(link)/line-item"
            let token = try await house.get("/admin/platforms/\(platform)", headers).formToken
            let asked = try await house.post(path, [("form_token", token)], headers)
            #expect(asked.words.contains("Remove the column “Week one”?") && asked.words.contains("School LMS"))
            #expect(try await house.ownLineItem(of: link)?.url == "https://lms.example/li/1")
            let done = try await house.post(path, [("form_token", token), ("confirmed", "1")], headers)
            #expect(done.status == .seeOther)
            #expect(try await house.ownLineItem(of: link)?.origin == .removed)
        }
    }

    @Test("Pages that may show us, and an invitation, come back with what was typed when it is wrong")
    func redrawn() async throws {
        try await House.with { house in
            let headers = try await house.administrator()
            let id = try await house.addLink(title: "Week one").platform
            let token = try await house.get("/admin/platforms/\(id)", headers).formToken
            let frames = try await house.post(
                "/admin/platforms/\(id)/frames", [("form_token", token), ("frames", "https://*.com")], headers)
            #expect(frames.status == .unprocessableContent && frames.text.contains(#"value="https://*.com""#))
            #expect(frames.text.components(separatedBy: #"class="fault""#).count == 2)
            let invite = try await house.post(
                "/admin/platforms/invite", [("form_token", token), ("issuer", "http://plain.example")], headers)
            #expect(invite.status == .unprocessableContent && invite.text.contains(#"value="http://plain.example""#))
            #expect(invite.text.components(separatedBy: #"class="fault""#).count == 2)
        }
    }

    @Test("A deployment's state and the policy for rosters change by answers that are offered alone")
    func choices() async throws {
        try await House.with { house in
            let headers = try await house.administrator()
            let id = try await house.addLink(title: "Week one").platform
            let token = try await house.get("/admin/platforms/\(id)", headers).formToken
            let deployment = try await house.services.database.read { try Deployments.list(of: id, in: $0) }
            let one = try #require(deployment.first)
            for state in ["", "off", "waiting"] {
                let answer = try await house.post(
                    "/admin/platforms/\(id)/deployments/\(one.id)", [("form_token", token), ("state", state)], headers)
                #expect(answer.status == .badRequest, "\(state)")
            }
            let services = try await house.post(
                "/admin/platforms/\(id)/services",
                [
                    ("form_token", token), ("rosterPolicy", "x"), ("rosterHours", "24"), ("rosterDropAfter", "2"),
                    ("gradeMaximum", "100"),
                ], headers)
            #expect(services.status == .unprocessableContent)
            let after = try await house.services.database.read { try Deployments.list(of: id, in: $0) }
            #expect(after.map(\.state) == [.active])
            #expect(try await house.registration(id)?.rosterPolicy == .auto)
        }
    }

    @Test("A link is led nowhere by that word alone, and its group can be kept also when it is archived")
    func links() async throws {
        try await House.with { house in
            let headers = try await house.administrator()
            let school = try await house.addSchool()
            let link = try await house.addLink(title: "Week one", cohort: school.cohort.id).link
            let cohort = school.cohort.id
            try await house.services.database.write {
                try $0.execute("update cohort set lifecycle = 'archived' where id = \(cohort)")
            }
            let page = try await house.get("/admin/links/\(link)", headers)
            #expect(page.text.contains(#"<option value="\#(cohort)" selected>"#))
            #expect(page.words.contains("Tides · Autumn Group"))
            let path = "/admin/links/\(link)"
            for answer in ["", "elsewhere", "\(cohort)x"] {
                let refused = try await house.post(path, [("form_token", page.formToken), ("cohort", answer)], headers)
                #expect(refused.status == .unprocessableContent && refused.words.contains("Choose one."), "\(answer)")
            }
            #expect(try await house.leads(link) == cohort)
            let kept = try await house.post(path, [("form_token", page.formToken), ("cohort", "\(cohort)")], headers)
            #expect(kept.status == .seeOther)
            #expect(try await house.leads(link) == cohort)
            _ = try await house.post(path, [("form_token", page.formToken), ("cohort", "nowhere")], headers)
            #expect(try await house.leads(link) == nil)
        }
    }
}

extension PagesHouse {
    fileprivate func registration(_ id: UUID16) async throws -> Registration? {
        try await services.database.read { try Registrations.find(id, in: $0) }
    }

    fileprivate func ownLineItem(of link: UUID16) async throws -> OwnLineItem? {
        try await services.database.read { try ResourceLinks(Self.tenant).find(link, in: $0)?.ownLineItem }
    }

    fileprivate func leads(_ link: UUID16) async throws -> UUID16? {
        try await services.database.read { try ResourceLinks(Self.tenant).find(link, in: $0)?.cohort }
    }

    /// Sends the form for a new platform of the usual issuer.
    fileprivate func addPlatform(_ fields: [(String, String)], _ headers: HTTPFields) async throws -> PageAnswer {
        let token = try await get("/admin/platforms", headers).formToken
        return try await post(
            "/admin/platforms",
            [
                ("form_token", token), ("name", "Second LMS"), ("issuer", Self.platform),
                ("auth_url", "https://other.example/a"), ("token_url", "https://other.example/t"),
                ("jwks_url", "https://other.example/k"), ("policy", "ask"),
            ] + fields, headers)
    }
}
