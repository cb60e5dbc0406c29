import Access
import Database
import DemoData
import DemoJourney
import LearningRecords
import Privacy
import ServiceWorld
import TestWorld
import Testing
import Values
import Workflows

/// What an erasure leaves of the data of attachments.
@Suite(.serialized, .timeLimit(.minutes(2))) struct ErasedDataTests {
    @Test(
        "LRS-ATT-08: data stays as long as one statement carries it, and its file goes with the erasure of the last",
        arguments: Engine.underTest)
    func lastOne(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            let lrs = try await LRSVisitor(service: service, scopes: .all)
            let (shared, own) = (TestData("carried by both"), TestData("carried by ann alone"))
            let ids = [Saying.id(), Saying.id()]
            let first = Saying.statement(ids[0], actor: "ann", attachments: [shared.attachment(), own.attachment()])
            #expect(try await lrs.post(MultipartBody(first, [shared, own])).status == 200)
            let second = Saying.statement(ids[1], actor: "bob", attachments: [shared.attachment()])
            #expect(try await lrs.post(MultipartBody(second, [shared])).status == 200)
            let files = Files(service: service)
            #expect(try await files.are([shared: true, own: true]))
            #expect(try await lrs.post(json: Saying.voiding(ids[0])).status == 200)
            #expect(try await files.are([shared: true, own: true]), "voiding erases nothing")
            try await Erasing(service: service).run("ann@example.com")
            #expect(try await files.are([shared: true, own: false]))
            #expect(try await lrs.fetch(ids[1]).data == [shared.sha2: shared.bytes])
            try await Erasing(service: service).run("bob@example.com")
            #expect(try await files.are([shared: false, own: false]))
            #expect(try await lrs.fetch(ids[1]).data.isEmpty)
        }
    }

    private struct Files: Sendable {
        let service: RunningService

        /// Whether each is on the disk after the next sweep.
        func are(_ expected: [TestData: Bool]) async throws -> Bool {
            try await SweepAttachments(service.services).run(olderThan: 0)
            return try expected.allSatisfy { data, isHere in
                let hash = try #require(AttachmentHash(data.sha2))
                return (service.services.attachmentFiles.size(of: hash, DemoTenant.tenant) != nil) == isHere
            }
        }
    }

    /// A person known by an address, erased with two approvals and without waiting.
    private struct Erasing {
        let service: RunningService

        func run(_ address: String) async throws {
            var services = service.services
            services.settings.erasureCoolOff = 0
            let (all, tenant) = (services, DemoTenant.tenant)
            let person = try await all.database.write { tx in
                try People(vault: all.vault, world: all.world).findOrCreate(
                    .email(address), of: tenant, profile: PersonProfile(name: "Somebody"), source: .launch, in: tx,
                    now: all.world.now())
            }
            let erasing = ErasePerson(all)
            let request = try await erasing.request(
                .id(person.id), ground: .consentWithdrawn, tenant: tenant, by: .commandLine)
            for _ in 0..<2 {
                let officer = StaffPrincipal(tenant: tenant, user: all.world.newID(), roles: Roles([.privacy]))
                _ = try await erasing.approve(request.id, by: officer)
            }
            _ = try await erasing.execute(
                request.id, confirmation: request.number, tenant: tenant, by: .commandLine)
        }
    }
}

extension TestData: Hashable {
    static func == (a: TestData, b: TestData) -> Bool { a.sha2 == b.sha2 }

    func hash(into hasher: inout Hasher) { hasher.combine(sha2) }
}
