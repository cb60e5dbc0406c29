import Access
import Connections
import Database
import DemoData
import DemoJourney
import DemoLMS
import JSON
import PersonalData
import Privacy
import ServiceWorld
import TestWorld
import Testing
import Values
import Workflows

@Suite("Data privacy launches", .serialized)
struct PrivacyLaunchTests {
    private static let claim = "https://purl.imsglobal.org/spec/lti/claim/"

    @Test(
        "Somebody opens what is held about them, asks for the package and for erasure, and staff find both requests",
        arguments: Engine.underTest)
    func own(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            _ = try await service.visit().launch("tides", as: "u-1001")
            let visit = service.visit()
            let page = try await visit.privacy("u-1001", as: "u-1001", in: service)
            #expect(page.status == 200 && page.url.hasPrefix(service.publicURL + "/lti/privacy/"))
            #expect(page.text.contains("Amina Haddad") && page.text.contains("amina@demo.example"))
            let asked = try await visit.browser.submit(page.form(to: "/package"))
            #expect(asked.status == 200 && asked.text.contains("DR-"))
            let twice = try await visit.browser.submit(page.form(to: "/package"))
            #expect(twice.status == 409)
            let ground = [(name: "ground", value: "consent_withdrawn")]
            let erasing = try await visit.browser.submit(asked.form(to: "/erasure"), adding: ground)
            #expect(erasing.status == 200)
            let requests = try await service.requests()
            #expect(Set(requests.map(\.kind)) == [.access, .erasure])
            let person = try #require(try await service.person("u-1001"))
            #expect(requests.allSatisfy { $0.person == person && !$0.state.isClosed })
            #expect(try await service.audited("person.read", about: person).contains("privacy-launch"))

            let admin = try await PickerVisit.administrator(of: service)
            let list = try await admin.get(service.publicURL + "/admin/requests")
            for request in requests { #expect(list.text.contains(request.number)) }
        }
    }

    @Test("An administrator of the platform opens anybody's; teachers and other learners don't")
    func administrator() async throws {
        try await RunningService.with { service in
            _ = try await service.visit().launch("tides", as: "u-1001")
            _ = try await service.visit().launch("tides", as: "u-1002")
            var person = DemoPerson(id: "u-9", givenName: "Ada", familyName: "Min", email: "ada@demo.example")
            person.isAdministrator = true
            await service.lms.add(person)
            let visit = service.visit()
            let page = try await visit.privacy("u-1001", as: "u-9", in: service)
            #expect(page.status == 200 && page.text.contains("Amina Haddad"))
            #expect(try await visit.browser.submit(page.form(to: "/package")).status == 200)
            #expect(try await service.requests().map(\.kind) == [.access])
            let nobody = try await visit.privacy("u-1003", as: "u-9", in: service)
            #expect(nobody.status == 200 && nobody.text.contains("Nothing is held"))
            for other in ["u-1002", "u-2001"] {
                let refused = try await service.visit().privacy("u-1001", as: other, in: service)
                #expect(refused.status == 403 && !refused.text.contains("Amina"))
            }
        }
    }

    @Test("A privacy launch without whom it is about or of an anonymous visitor is refused; the draft's name is taken")
    func payloads() async throws {
        try await RunningService.with { service in
            _ = try await service.visit().launch("tides", as: "u-1001")
            let bad: [(String, JSONNode?)] = [
                (Self.claim + "for_user", nil), (Self.claim + "for_user", ["user_id": nil]), ("sub", nil),
                (Self.claim + "roles", nil), (Self.claim + "version", "1.2"),
            ]
            for (name, value) in bad {
                await service.tamper(name, value)
                #expect(try await service.visit().privacy("u-1001", as: "u-1001", in: service).status == 400, "\(name)")
            }
            await service.lms.tamper(
                with: .broken {
                    $0.claims = [
                        (Self.claim + "message_type", "LtiDataPrivacyLaunchRequest"),
                        (Self.claim + "for_user", ["id": "u-1001"]),
                    ]
                })
            let page = try await service.visit().privacy("u-1001", as: "u-1001", in: service)
            #expect(page.status == 200 && page.text.contains("Amina Haddad"))
        }
    }

    @Test("The visit of a review or a privacy launch opens no page of another kind, and ends with the person's erasure")
    func borders() async throws {
        try await RunningService.with { service in
            _ = try await service.visit().launch("tides", as: "u-1001")
            let visit = service.visit()
            let page = try await visit.privacy("u-1001", as: "u-1001", in: service)
            let handle = try #require(page.url.split(separator: "/").last).description
            for path in ["/learn/\(handle)/", "/lti/review/\(handle)/", "/lti/deep-linking/\(handle)/"] {
                #expect(try await visit.browser.get(service.publicURL + path).status == 401)
            }
            let person = try #require(try await service.person("u-1001"))
            let count = try await service.sessions(about: person)
            #expect(count == 1)
            let services = service.services
            try await services.database.write { tx in
                let people = People(vault: services.vault, world: services.world)
                let found = try #require(try people.find(person, of: DemoTenant.tenant, in: tx))
                let reference = try people.reference(to: found, publicURL: services.settings.publicURL, in: tx)
                _ = try services.personalData.erase(reference, in: tx, at: services.world.now())
            }
            #expect(try await service.sessions(about: person) == 0)
            #expect(try await visit.browser.get(page.url).status == 401)
        }
    }
}

extension RunningService {
    func requests() async throws -> [DataRequest] {
        try await services.database.read { try DataRequests(DemoTenant.tenant).list(in: $0) }
    }

    func sessions(about person: UUID16) async throws -> Int {
        Int(
            try await services.database.read { tx in
                try tx.row("select count(*) from launch_session where subject = \(person)")?.int(0) ?? 0
            })
    }
}
