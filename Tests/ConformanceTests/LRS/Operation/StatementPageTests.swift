import Access
import Cryptography
import Database
import DemoData
import DemoJourney
import JOSE
import JSON
import LearningRecords
import NIOHTTP1
import ServiceWorld
import TestWorld
import Testing
import Values
import Workflows

/// Statements in the administration, over HTTP with a browser.
@Suite(.serialized, .timeLimit(.minutes(2))) struct StatementPageTests {
    private static let script = "<script>alert(1)</script>"

    private static func place(_ service: RunningService, _ id: String) -> String {
        service.publicURL + "/admin/statements/" + id
    }

    private static func reference(_ id: String, to target: String) -> JSONNode {
        [
            "id": .string(id), "actor": ["mbox": "mailto:ann@example.com", "name": .string(script)],
            "verb": ["id": "http://example.com/commented", "display": ["en": .string(script)]],
            "object": ["objectType": "StatementRef", "id": .string(target)],
        ]
    }

    @Test(
        """
        LRS-OPS-09, LRS-VOID-12: staff find a statement, follow its chain of references both ways, take it as JSON and void it, told \
        that this hides and doesn't erase; foreign text stays text
        """,
        arguments: Engine.underTest)
    func pages(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            let lrs = try await LRSVisitor(service: service, scopes: .all)
            let ids = (0..<3).map { _ in Saying.id() }
            let first = Saying.statement(ids[0]).adding("context", ["platform": .string(Self.script)])
            #expect(try await lrs.post(json: first).status == 200)
            #expect(try await lrs.post(json: Self.reference(ids[1], to: ids[0])).status == 200)
            #expect(try await lrs.post(json: Self.reference(ids[2], to: ids[1])).status == 200)
            let browser = try await PickerVisit.administrator(of: service)
            let list = try await browser.get(service.publicURL + "/admin/statements")
            let found = try await browser.submit(list.form(to: "/statements"), adding: [("agent", "ann@example.com")])
            #expect(found.links.filter { $0.contains("/admin/statements/") }.count == 3)
            let top = try await browser.get(Self.place(service, ids[2]))
            #expect(top.links.contains(Self.place(service, ids[1])) && top.links.contains(Self.place(service, ids[0])))
            let bottom = try await browser.get(Self.place(service, ids[0]))
            #expect(bottom.links.contains(Self.place(service, ids[1])))
            for page in [found, top, bottom] {
                #expect(page.status == 200)
                #expect(!page.text.contains(Self.script) && page.text.contains("&lt;script&gt;"))
            }
            let file = try await browser.get(Self.place(service, ids[0]) + "/json")
            #expect(file.headers.first(name: "Content-Disposition") == "attachment; filename=\"\(ids[0]).json\"")
            #expect(file.headers.first(name: "Content-Type") == "application/json")
            #expect(try JSONDocument(parsing: file.body).root["id"]?.string == ids[0])
            #expect(bottom.text.contains("Voiding hides a statement from readers, it doesn’t erase it:"))
            let voided = try await browser.submit(bottom.form(to: "/void"), adding: [("reason", "A test run")])
            #expect(voided.status == 200 && voided.text.contains("it doesn’t erase it:"))
            #expect(try await lrs.send(.GET, "statements", [("statementId", ids[0])]).status == 404)
            #expect(try await lrs.send(.GET, "statements", [("voidedStatementId", ids[0])]).status == 200)
            #expect(try await BrowserClient().send(.GET, Self.place(service, ids[0]) + "/json").status == 303)
        }
    }

    @Test("LRS-SIG-08: what a signer is worth refuses nothing and is told to staff: trusted, unknown, expired")
    func signatures() async throws {
        let later = try #require(Instant(rfc3339: "2051-01-01T00:00:00Z"))
        for (world, words) in [
            (World.system, "Unknown signer"), (FrozenWorld(now: later).world, "Certificate expired"),
        ] {
            try await RunningService.with(world: world) { service in
                let lrs = try await LRSVisitor(service: service, scopes: .all)
                let id = Saying.id()
                let statement = Saying.statement(id)
                let data = try Self.signature(of: statement)
                let signed = statement.adding("attachments", [data.attachment()])
                #expect(try await lrs.post(MultipartBody(signed, [data])).status == 200)
                let browser = try await PickerVisit.administrator(of: service)
                #expect(try await browser.get(Self.place(service, id)).text.contains(words))
                // No authority of the system's vouches for a test's key, so that a good end is written by hand.
                try await service.services.database.write { tx in
                    try tx.execute("update statement_signature set finding = 'trusted'")
                }
                #expect(try await browser.get(Self.place(service, id)).text.contains("Trusted chain"))
            }
        }
    }

    private static func signature(of statement: JSONNode) throws -> TestData {
        let text = try CompactJWS.sign(
            payload: statement.serialized, key: PrivateKey(pem: TestSigner.key, passphrase: nil), algorithm: .RS256,
            keyID: "k", type: nil, extra: [("x5c", .array([.string(TestSigner.certificate)]))])
        var data = TestData(text, type: "application/octet-stream")
        data.usage = "http://adlnet.gov/expapi/attachments/signature"
        return data
    }

    @Test(
        "LRS-CT-28: the page's link to attached data leads to another host, which guesses no type, sets no cookie, and ends soon"
    )
    func attachedData() async throws {
        let frozen = FrozenWorld(now: World.system.now())
        try await RunningService.with(world: frozen.world) { service in
            let lrs = try await LRSVisitor(service: service, scopes: .all)
            let (id, data) = (Saying.id(), TestData("<html><script>alert(1)</script>", type: "text/html"))
            let statement = Saying.statement(id, attachments: [data.attachment()])
            #expect(try await lrs.post(MultipartBody(statement, [data])).status == 200)
            let browser = try await PickerVisit.administrator(of: service)
            let page = try await browser.get(Self.place(service, id))
            let link = try #require(page.links.first { $0.contains("/attachments/") })
            #expect(!link.hasPrefix(service.publicURL) && link.contains("content.localhost"))
            let stranger = BrowserClient()
            let file = try await stranger.send(.GET, link)
            #expect(file.status == 200 && file.body == data.bytes)
            #expect(file.headers.first(name: "X-Content-Type-Options") == "nosniff")
            #expect(file.headers.first(name: "Content-Type") == "application/octet-stream")
            #expect(file.headers.first(name: "Content-Disposition")?.hasPrefix("attachment") == true)
            #expect(file.headers.first(name: "Content-Security-Policy")?.contains("sandbox") == true)
            #expect(file.headers["Set-Cookie"].isEmpty)
            #expect(try await stranger.send(.GET, link + "A").status == 404)
            let verbs = try await service.services.database.read {
                try AuditLog.latest(5, of: DemoTenant.tenant, in: $0).map(\.verb)
            }
            #expect(verbs.contains("attachment.read"))
            frozen.advance(seconds: 601)
            #expect(try await stranger.send(.GET, link).status == 404)
        }
    }
}
