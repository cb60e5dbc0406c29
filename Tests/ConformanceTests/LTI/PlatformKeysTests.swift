import Access
import Connections
import Cryptography
import Database
import DemoJourney
import DemoLMS
import JOSE
import JSON
import NIOHTTP1
import Server
import ServiceWorld
import TestWorld
import Testing
import Values
import Workflows

@Suite("Keys of one platform alone", .serialized)
struct PlatformKeysTests {
    @Test(
        "LTI-KEY-09: platforms may have key pairs of their own, each published at an address of its own, with disjoint kids"
    )
    func disjoint() async throws {
        let clock = MovableClock()
        try await RunningService.with(world: clock.world) { service in
            #expect(try await RegistrationVisit(service).register().status == 200)
            let platforms = try await service.platforms()
            try #require(platforms.count == 2)
            let desk = try await KeyDesk(service)
            let shared = try await desk.kids(nil)
            for platform in platforms { #expect(try await desk.kids(platform.id) == shared) }
            for platform in platforms {
                try await desk.press(platform.id, keys: "ready")
                #expect(try await desk.kids(platform.id).count == 2)
                #expect(try await desk.kids(platform.id).isSuperset(of: shared))
                try await desk.press(platform.id, keys: "own")
                #expect(try await desk.kids(platform.id).isSuperset(of: shared))
            }
            clock.advance(seconds: 3_601)
            let sets = [try await desk.kids(platforms[0].id), try await desk.kids(platforms[1].id)]
            #expect(sets.allSatisfy { $0.count == 1 } && sets[0].isDisjoint(with: sets[1]))
            #expect(sets.allSatisfy { $0.isDisjoint(with: shared) })
            #expect(try await desk.kids(nil) == shared)
        }
    }

    @Test(
        "A platform with its own key gets answers and assertions by that key; one without, by the shared one",
        arguments: Engine.underTest)
    func signing(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            let (desk, id) = (try await KeyDesk(service), try await service.newest().id)
            let shared = try await desk.kids(nil)
            let teacher = PickerVisit(service)
            #expect(try await shared.contains(Self.kid(teacher.place())))
            try await desk.press(id, keys: "ready")
            let own = try await desk.kids(id).subtracting(shared)
            #expect(try await shared.contains(Self.kid(teacher.place())))
            var tool = RegisteredTool.lectern(at: service.publicURL)
            tool.jwksURL = service.publicURL + "/lti/platforms/\(id)/jwks.json"
            await service.lms.register(tool)
            try await desk.press(id, keys: "own")
            #expect(try await own == [Self.kid(teacher.place())])
            let report = try await desk.test(id)
            #expect(report.contains("granted") && !report.contains("doesn’t work"))
            try await desk.press(id, keys: "shared")
            #expect(try await shared.contains(Self.kid(teacher.place())))
        }
    }

    @Test("A platform's own key rotates by itself: the next is published at once and signs an hour later")
    func rotation() async throws {
        let clock = MovableClock()
        try await RunningService.with(world: clock.world) { service in
            let (desk, id) = (try await KeyDesk(service), try await service.newest().id)
            let shared = try await desk.kids(nil)
            try await desk.press(id, keys: "ready")
            try await desk.press(id, keys: "own")
            clock.advance(seconds: 3_601)
            let first = try await desk.kids(id)
            try await KeyDesk(service).rotate(id)
            let both = try await desk.kids(id)
            #expect(both.count == 2 && both.isSuperset(of: first))
            let registration = try await service.newest()
            #expect(try first.contains(service.services.keyring.ofPlatform(registration.id).current.kid))
            clock.advance(seconds: 3_601)
            #expect(try !first.contains(service.services.keyring.ofPlatform(registration.id).current.kid))
            #expect(try await desk.kids(nil) == shared)
        }
    }

    @Test(
        "At their age the shared keys and a platform's own are replaced: both are published, the new one signs, the old leaves",
        arguments: Engine.underTest)
    func schedule(engine: Engine) async throws {
        let clock = MovableClock()
        try await RunningService.with(engine, world: clock.world, adjust: { $0.keyRotationDays = 60 }) { service in
            let (desk, id) = (try await KeyDesk(service), try await service.newest().id)
            try await desk.press(id, keys: "ready")
            try await desk.press(id, keys: "own")
            clock.advance(seconds: 60 * 86_400 - 60)
            let (shared, own) = (try await desk.kids(nil), try await desk.kids(id))
            #expect(shared.count == 1 && own.count == 1)
            #expect(try await RotateKeys(service.services).run() == 0)
            clock.advance(seconds: 61)
            async let first = RotateKeys(service.services).run()
            async let second = RotateKeys(service.services).run()
            let made = try await first + second
            #expect(made == 2)
            let (bothShared, bothOwn) = (try await desk.kids(nil), try await desk.kids(id))
            #expect(bothShared.count == 2 && bothShared.isSuperset(of: shared))
            #expect(bothOwn.count == 2 && bothOwn.isSuperset(of: own))
            let keyring = service.services.keyring
            #expect(try shared.contains(keyring.current.kid))
            clock.advance(seconds: 3_601)
            #expect(try !shared.contains(keyring.current.kid))
            #expect(try !own.contains(keyring.ofPlatform(id).current.kid))
            clock.advance(seconds: 30 * 86_400)
            #expect(try await desk.kids(nil).isDisjoint(with: shared))
            #expect(try await desk.kids(id).isDisjoint(with: own))
            let lines = try await service.services.database.read { tx in
                try tx.rows("select verb from audit_event where verb = 'key.rotate'").count
            }
            #expect(lines == 2)
        }
    }

    @Test("With an age of 0 days no key is replaced by itself")
    func noSchedule() async throws {
        let clock = MovableClock()
        try await RunningService.with(world: clock.world, adjust: { $0.keyRotationDays = 0 }) { service in
            clock.advance(seconds: 4_000 * 86_400)
            let made = try await RotateKeys(service.services).run()
            let keys = try service.services.keyring.entries
            #expect(made == 0 && keys.count == 1)
        }
    }

    @Test("A platform that takes changes from here is told the address of its own keys, and of the shared ones again")
    func told() async throws {
        try await RunningService.with { service in
            let visit = RegistrationVisit(service)
            #expect(try await visit.register(invite: visit.invite()).status == 200)
            let (desk, id) = (try await KeyDesk(service), try await service.newest().id)
            try await desk.press(id, keys: "ready")
            let own = service.publicURL + "/lti/platforms/\(id)/jwks.json"
            #expect(try await desk.reconfigure(id)["jwks_uri"]?.string == own)
            try await desk.press(id, keys: "shared")
            #expect(try await desk.reconfigure(id)["jwks_uri"]?.string == service.publicURL + "/.well-known/jwks.json")
        }
    }

    @Test("An address of no platform shows no keys, and own keys that aren't ready can't be chosen")
    func refused() async throws {
        try await RunningService.with { service in
            let (desk, id) = (try await KeyDesk(service), try await service.newest().id)
            let unknown = service.services.world.newRandomID()
            let absent = try await BrowserClient().get(service.publicURL + "/lti/platforms/\(unknown)/jwks.json")
            #expect(absent.status == 404)
            #expect(try await desk.answer(id, keys: "ready", sending: "own").status == 409)
            #expect(try await service.newest().signingKeys == .shared)
        }
    }

    private static func kid(_ placement: Placement) throws -> String {
        try #require(try CompactJWS(parsing: placement.token).header.kid)
    }
}

/// An administrator at the keys of platforms.
private struct KeyDesk: Sendable {
    private let service: RunningService
    private let admin: BrowserClient

    init(_ service: RunningService) async throws {
        self.service = service
        admin = try await PickerVisit.administrator(of: service)
    }

    private func page(_ id: UUID16) async throws -> Page {
        try await admin.get(service.publicURL + "/admin/platforms/\(id)")
    }

    /// Presses the button that leads to the kind of keys.
    func press(_ id: UUID16, keys: String) async throws {
        let done = try await answer(id, keys: keys, sending: keys)
        try #require(done.status == 200, "\(done.text)")
    }

    func answer(_ id: UUID16, keys: String, sending other: String) async throws -> Page {
        let forms = try await page(id).forms.filter { $0.action.hasSuffix("/keys") }
        let form = try #require(forms.first { $0.fields.contains { $0.name == "keys" && $0.value == keys } })
        return try await admin.submit(form, adding: [("keys", other)])
    }

    /// - Returns: what the platform was told of us.
    func reconfigure(_ id: UUID16) async throws -> JSONNode {
        try #require(try await admin.submit(page(id).form(to: "/reconfigure")).status == 200)
        return try #require(await service.lms.desk.steps.last?.body)
    }

    func rotate(_ id: UUID16) async throws {
        try #require(try await admin.submit(page(id).form(to: "/keys/rotate")).status == 200)
    }

    func test(_ id: UUID16) async throws -> String { try await admin.submit(page(id).form(to: "/test")).text }

    /// The key ids of a platform's own set, or of the one that all share.
    func kids(_ id: UUID16?) async throws -> Set<String> {
        let path = id.map { "/lti/platforms/\($0)/jwks.json" } ?? "/.well-known/jwks.json"
        let answer = try await BrowserClient().get(service.publicURL + path)
        try #require(answer.status == 200 && answer.headers["Cache-Control"] == ["public, max-age=3600"])
        return Set(try JSONWebKeySet(parsing: answer.body).keys.compactMap(\.kid))
    }
}

/// The machine's clock, ahead by what a test says.
private final class MovableClock: Sendable {
    private let ahead = Locked<Int64>(0)

    func advance(seconds: Int64) { ahead.withLock { $0 += seconds } }

    var world: World {
        World(
            now: { World.system.now().adding(seconds: self.ahead.withLock { $0 }) },
            randomBytes: World.system.randomBytes)
    }
}
