import Access
import Database
import DemoData
import DemoJourney
import JSON
import NIOHTTP1
import Server
import ServiceWorld
import TestWorld
import Testing
import Values
import Workflows
import XAPI

/// What an operator may set for all, or for one credential (1.0.3 Communication §3.2; IEEE 9274.1.1 §4.1.5), each with a
/// service of its own.
@Suite(.serialized, .timeLimit(.minutes(2))) struct LimitTests {
    /// How many of 60 requests at once are refused for being too many.
    private static func refused(_ client: LRSClient) async throws -> Int {
        let refusals = Locked(0)
        try await inParallel(Array(0..<60)) { _ in
            let answer = try await client.get("statements", [("limit", "1")])
            #expect([200, 429].contains(answer.status))
            if answer.status == 429 { refusals.withLock { $0 += 1 } }
        }
        return refusals.withLock { $0 }
    }

    private static func client(_ service: RunningService, rate: Int?) async throws -> LRSClient {
        let issued = try await ManageCredentials(service.services).add(
            name: "limited", scopes: XAPIScopes([.all]), rate: rate, tenant: DemoTenant.tenant, by: .commandLine)
        return LRSClient(service: service, credential: issued, version: .v2)
    }

    @Test("LRS-LIM-02: the limit of requests can be raised", arguments: XAPIVersion.allCases)
    func raised(version: XAPIVersion) async throws {
        for (rate, isHeldUp) in [(5, true), (1_000, false)] {
            try await RunningService.with(adjust: { $0.recordRequestsPerSecond = rate }) { service in
                let credential = try await HeldService.credential([.all], in: service)
                let client = LRSClient(service: service, credential: credential, version: version)
                #expect((try await Self.refused(client) > 0) == isHeldUp)
            }
        }
    }

    @Test(
        "LRS-LIM-03, LRS-LIM-04: two credentials may have two limits, and one may be freed from all",
        arguments: Engine.underTest)
    func each(engine: Engine) async throws {
        try await RunningService.with(engine, adjust: { $0.recordRequestsPerSecond = 20 }) { service in
            let (plain, slow) = (try await Self.client(service, rate: nil), try await Self.client(service, rate: 2))
            let free = try await Self.client(service, rate: 0)
            let (first, second) = (try await Self.refused(plain), try await Self.refused(slow))
            #expect(first > 0 && second > 40 && second > first, "\(first), \(second)")
            #expect(try await Self.refused(free) == 0)
            #expect(try await free.post(Saying.voiding(try await free.record(Saying.statement()))).status == 200)
            for place in DocumentPlace.all() { try await free.store(place, "a", [1]) }
            let browser = try await PickerVisit.administrator(of: service)
            let page = try await browser.get(service.publicURL + "/admin/credentials")
            let form = try #require(page.forms.first { $0.action.hasSuffix("/admin/credentials") })
            let added = try await browser.submit(
                form, adding: [("name", "By form"), ("scope-all", "1"), ("rate", "7")])
            #expect(added.status == 200)
            let list = try await ManageCredentials(service.services).list(of: DemoTenant.tenant)
            #expect(list.first { $0.name == "By form" }?.rate == 7)
        }
    }

    @Test("LRS-LIM-05: a batch from whoever may not write is refused whole", arguments: XAPIVersion.allCases)
    func unauthorised(version: XAPIVersion) async throws {
        try await RunningService.with { service in
            let full = LRSClient(
                service: service, credential: try await HeldService.credential([.all], in: service), version: version)
            let reader = LRSClient(
                service: service, credential: try await HeldService.credential([.statementsRead], in: service),
                version: version)
            let verb = "http://example.com/unauthorised"
            let batch = JSONNode.array((0..<5).map { _ in Saying.statement(verb: verb) })
            #expect(try await full.with(authorization: nil).post(batch).status == 401)
            #expect(try await full.with(authorization: LRSClient.basic("a", "b")).post(batch).status == 401)
            #expect(try await reader.post(batch).status == 403)
            #expect(try await full.ids([("verb", verb)]).isEmpty)
        }
    }

    @Test(
        "LRS-LIM-06: statements are refused for their size or verb where that was set, with their whole batch, and by default not"
    )
    func unwanted() async throws {
        let big = String(repeating: "x", count: 20_000)
        let (verb, banned) = ("http://example.com/wanted", "http://example.com/banned")
        let large = Saying.statement(verb: verb).adding("result", ["response": .string(big)])
        let others = [large, Saying.statement(verb: banned)]
        for isSet in [false, true] {
            try await RunningService.with(
                adjust: {
                    guard isSet else { return }
                    $0.recordLimits.statement = 10_000
                    $0.refusedVerbs = [banned]
                }
            ) { service in
                let client = LRSClient(
                    service: service, credential: try await HeldService.credential([.all], in: service), version: .v2)
                for other in others {
                    let answer = try await client.post(.array([Saying.statement(verb: verb), other]))
                    #expect(answer.status == (isSet ? 400 : 200), "\(answer.text)")
                }
                #expect(try await client.ids([("verb", verb)]).count == (isSet ? 0 : 3))
                #expect(try await client.post(Saying.statement(verb: verb)).status == 200)
            }
        }
    }

    @Test(
        "LRS-FLT-04: where it is set, a query for an address finds its SHA-1 too; else it finds the address alone",
        arguments: XAPIVersion.allCases)
    func hashed(version: XAPIVersion) async throws {
        for isSet in [false, true] {
            try await RunningService.with(adjust: { $0.matchesHashedMailboxes = isSet }) { service in
                let client = LRSClient(
                    service: service, credential: try await HeldService.credential([.all], in: service),
                    version: version)
                let plain = try await client.record(Saying.statement(actor: "ann"))
                // The SHA-1 of mailto:ann@example.com, by sha1sum.
                let hashed = try await client.record(
                    Saying.statement().replacing("actor", ["mbox_sha1sum": .string(Self.sum)]))
                _ = try await client.record(Saying.statement(actor: "bob"))
                let found = try await client.ids([("agent", #"{"mbox":"mailto:ann@example.com"}"#)])
                #expect(Set(found) == (isSet ? [plain, hashed] : [plain]))
                #expect(try await client.ids([("agent", #"{"mbox_sha1sum":"\#(Self.sum)"}"#)]) == [hashed])
            }
        }
    }

    private static let sum = "0a7d8ea2f2ac01afbbf12061eb5324d2c8bb73df"
}

extension JSONNode {
    /// An object with one member changed.
    func replacing(_ name: String, _ value: JSONNode) -> JSONNode {
        guard case .object(let members) = self else { return self }
        return .object(members.map { $0.0 == name ? ($0.0, value) : $0 })
    }
}
