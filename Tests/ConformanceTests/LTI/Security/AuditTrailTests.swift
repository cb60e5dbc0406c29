import Database
import DemoData
import DemoJourney
import DemoLMS
import NIOHTTP1
import Server
import ServiceWorld
import TestWorld
import Testing
import Values
import Workflows

@Suite("The trail that platforms leave", .serialized)
struct AuditTrailTests {
    @Test(
        """
        LTI-GEN-01: every launch, service call and registration leaves a line with its deployment, outcome, reason and \
        reference, and no names or tokens
        """, arguments: Engine.underTest)
    func lines(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            let teacher = try await RosterVisit.open(service)
            try await teacher.sync()
            try await service.complete(as: "u-1001")
            _ = try await service.score(of: "u-1001") { $0.activityProgress == "Completed" }
            var tampering = LaunchTampering()
            tampering.signature = .foreignKey
            await service.lms.tamper(with: tampering)
            let refused = try await service.visit().launch("tides", as: "u-1002")
            #expect(refused.status >= 400)
            #expect(try await RegistrationVisit(service).register().status == 200)
            let admin = try await PickerVisit.administrator(of: service)
            let log = try await admin.get(service.publicURL + "/admin/audit").text.replacing("&#x3D;", with: "=")
            for verb in ["launch.opened", "launch.refused", "service.call", "platform.register", "roster.read"] {
                #expect(log.contains(verb), "\(verb)")
            }
            let calls = log.matches(of: /(GET|POST) [a-z.,]+ deployment=1 outcome=200 ref=[0-9a-f-]{36}/)
            #expect(calls.count > 3)
            #expect(log.contains(/deployment=1 ref=[^ <]+/) && log.contains(/ref=[^ <]+ reason=[a-z_]+/))
            for person in DemoPerson.all { #expect(!log.contains(person.email) && !log.contains(person.name)) }
            #expect(!log.contains("Bearer") && !log.contains("eyJ"))
            let people = try await service.services.database.read { tx in
                try tx.rows(
                    "select 1 from audit_event where verb = 'launch.opened' and person is not null and actor_kind = 'platform'"
                ).count
            }
            #expect(people >= 2)
        }
    }

    @Test("LTI-TLS-02: every address that we publish is https where the service's own is")
    func published() async throws {
        try await RunningService.with(adjust: { $0.publicURL = "https://tool.example" }) { service in
            let local = "http://" + service.address
            for path in ["/lti/config/canvas.json", "/.well-known/jwks.json"] {
                let page = try await BrowserClient().get(local + path)
                #expect(page.status == 200 && !page.text.contains("http://"))
            }
            let canvas = try await BrowserClient().get(local + "/lti/config/canvas.json").text
            #expect(canvas.contains("https://tool.example/lti/launch"))
            let login = URLEncodedForm([
                ("iss", service.lms.issuer), ("login_hint", "h"), ("client_id", "lectern-demo"),
                ("target_link_uri", "https://tool.example/lti/launch"),
            ])
            let sent = try await BrowserClient().send(.GET, login.appended(to: local + "/lti/login"))
            let location = try #require(sent.headers.first(name: "Location"))
            #expect(location.contains("tool.example") && !location.contains("redirect_uri=http%3A"))
            #expect(sent.headers.first(name: "Strict-Transport-Security") != nil)
        }
    }
}
