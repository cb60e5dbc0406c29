import CMI5
import Content
import Database
import PersonalData
import TestWorld
import Testing
import Values

@Suite("Satisfaction of blocks and courses")
struct SatisfactionTests {
    private func settle(
        _ world: ContentWorld, _ imported: ImportedPackage, met: Set<UUID16>
    ) async throws
        -> [Satisfactions.Pending]
    {
        let (tenant, person, clock) = (world.tenant, world.person, world.clock.world)
        let registration = UUID16(high: 9, low: 9)
        return try await world.database.write {
            try Satisfactions(tenant).settle(
                registration: registration, person: person, items: imported.items, met: met, world: clock, in: $0)
        }
    }

    @Test(
        "CMI-LST-16: CMI-LST-20: CMI-LST-21: CMI-LST-22: The block comes with its AU, the course last, once",
        arguments: Engine.underTest)
    func order(engine: Engine) async throws {
        let world = try await ContentWorld(engine)
        let imported = try await world.importCourse()
        let units = imported.launchable.map(\.id)
        #expect(try await settle(world, imported, met: []).isEmpty)
        #expect(try await settle(world, imported, met: [units[0]]).map(\.item.kind) == [.block])
        #expect(try await settle(world, imported, met: [units[0]]).isEmpty)
        let course = try await settle(world, imported, met: Set(units))
        #expect(course.map(\.item.kind) == [.course])
        #expect(course[0].publisherIDs == ["https://example.org/c", "https://example.org/b"])
    }

    @Test("CMI-LST-23: Of many at once, each is written exactly once", arguments: Engine.underTest)
    func race(engine: Engine) async throws {
        let world = try await ContentWorld(engine)
        let imported = try await world.importCourse()
        let units = Set(imported.launchable.map(\.id))
        let pending = try await withThrowingTaskGroup(of: [Satisfactions.Pending].self) { group in
            for _ in 0..<8 { group.addTask { try await settle(world, imported, met: units) } }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(pending.map(\.item.kind).sorted { $0.rawValue < $1.rawValue } == [.block, .course])
    }

    @Test("CMI-MOVE-06: CMI-LST-14: A waived AU counts as met and is waived once", arguments: Engine.underTest)
    func waived(engine: Engine) async throws {
        let world = try await ContentWorld(engine)
        let imported = try await world.importCourse()
        let unit = imported.launchable[0].id
        let (tenant, person, now) = (world.tenant, world.person, world.clock.now)
        func waive() async throws -> Bool {
            try await world.database.write {
                try Satisfactions(tenant).waive(
                    unit, registration: UUID16(high: 9, low: 9), person: person, reason: "Administrative", by: "staff",
                    statement: UUID16(high: 1, low: 1), now: now, in: $0)
            }
        }
        #expect(try await waive())
        #expect(try await waive() == false)
        #expect(try await settle(world, imported, met: []).map(\.item.kind) == [.block])
    }

    @Test("Erasing a person removes their sessions, and the export shows them before", arguments: Engine.underTest)
    func personalData(engine: Engine) async throws {
        let world = try await ContentWorld(engine)
        let imported = try await world.importCourse()
        let opened = try await world.open(.tincan, item: imported.launchable[0].id)
        let reference = PersonReference(tenant: world.tenant, person: world.person, accountName: "opaque")
        let paths = try await world.database.read { tx in
            var paths: [String] = []
            try ContentExporter().export(reference, from: tx) { paths.append($0.path) }
            return paths
        }
        #expect(paths == ["content/sessions.json"])
        let now = world.clock.now
        let count = try await world.database.write { try ContentEraser().erase(reference, in: $0, at: now) }
        #expect(count.lines.first { $0.table == "content_session" }?.rows == 1)
        let (sessions, tenant) = (world.sessions, world.tenant)
        let left = try await world.database.read { try sessions.find(opened.session.id, tenant: tenant, in: $0) }
        #expect(left == nil)
    }
}
