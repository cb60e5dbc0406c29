import Access
import Cohorts
import Database
import Exports
import JSON
import LearningRecords
import Privacy
import TestWorld
import Testing
import Values
import Workflows
import XAPI

@Suite("Erasing a person")
struct ErasureTests {
    private func approved(_ world: PrivacyWorld) async throws -> DataRequest {
        let erasing = ErasePerson(world.services)
        let request = try await erasing.request(
            .id(world.ada.id), ground: .consentWithdrawn, tenant: PrivacyWorld.tenant, by: .commandLine)
        for principal in world.privacy { _ = try await erasing.approve(request.id, by: principal) }
        return request
    }

    private func execute(
        _ request: DataRequest, _ world: PrivacyWorld, confirmation: String? = nil
    ) async throws -> DataRequest {
        try await ErasePerson(world.services).execute(
            request.id, confirmation: confirmation ?? request.number, tenant: PrivacyWorld.tenant,
            by: .staff(world.privacy[0].user))
    }

    /// Without the audit lines, whose number the approvals themselves raise.
    private static func lines(_ counts: JSONValue) -> [String] {
        counts.elements.filter { $0["table"]?.string != "audit_event" }.map(\.rawText)
    }

    private func erased(_ world: PrivacyWorld) async throws -> DataRequest {
        let request = try await approved(world)
        world.frozen.advance(days: 1)
        return try await execute(request, world)
    }

    @Test(
        "GDPR-ERA-04: The dry run's counts are those of the erasure, and nothing is gone after it",
        arguments: Engine.underTest)
    func dryRun(engine: Engine) async throws {
        try await PrivacyWorld.with(engine) { world in
            try await world.record(VerbID.completed, 0)
            let request = try await approved(world)
            #expect(try await world.statements().contains(world.ada.accountName))
            #expect(
                try await FindPerson(world.services).run(.email("ADA@school.example"), tenant: PrivacyWorld.tenant).id
                    == world.ada.id)
            world.frozen.advance(days: 1)
            let done = try await execute(request, world)
            let certificate = try JSONDocument(parsing: Array((done.certificate ?? "").utf8)).root
            let counts = try #require(certificate["document"]?["counts"])
            let foretold = try JSONDocument(parsing: Array((request.counts ?? "").utf8)).root
            #expect(Self.lines(counts) == Self.lines(foretold))
            #expect(request.counts?.contains("{\"table\":\"statement\",\"action\":\"replaced\",\"rows\":1}") == true)
        }
    }

    @Test("GDPR-ERA-01: An erasure without a ground is refused", arguments: Engine.underTest)
    func ground(engine: Engine) async throws {
        try await PrivacyWorld.with(engine) { world in
            let refusal = await PrivacyWorld.error {
                _ = try await AnswerDataRequest(world.services).receive(
                    .erasure, person: world.ada.id, tenant: PrivacyWorld.tenant, by: .commandLine)
            }
            #expect(refusal?.code == .unprocessable)
        }
    }

    @Test(
        "GDPR-DSR-09: One person's approval is not enough, and the same one can't approve twice",
        arguments: Engine.underTest)
    func twoPersons(engine: Engine) async throws {
        try await PrivacyWorld.with(engine) { world in
            let erasing = ErasePerson(world.services)
            let request = try await erasing.request(
                .id(world.ada.id), ground: .objection, tenant: PrivacyWorld.tenant, by: .commandLine)
            let once = try await erasing.approve(request.id, by: world.privacy[0])
            #expect(once.state == .review)
            let again = await PrivacyWorld.error { _ = try await erasing.approve(request.id, by: world.privacy[0]) }
            #expect(again?.code == .conflict)
            let administrator = StaffPrincipal(
                tenant: PrivacyWorld.tenant, user: UUID16(high: 1, low: 1), roles: Roles([.administrator]))
            let other = await PrivacyWorld.error { _ = try await erasing.approve(request.id, by: administrator) }
            #expect(other?.code == .forbidden)
            let early = await PrivacyWorld.error { _ = try await execute(request, world) }
            #expect(early?.faults.map(\.place) == ["state", "approvals"])
        }
    }

    @Test(
        "GDPR-ERA-12: It waits for the cool-off and the typed number, and a withdrawal inside loses nothing",
        arguments: Engine.underTest)
    func coolOff(engine: Engine) async throws {
        try await PrivacyWorld.with(engine) { world in
            let request = try await approved(world)
            world.frozen.advance(seconds: 86_399)
            let early = await PrivacyWorld.error { _ = try await execute(request, world) }
            #expect(early?.faults.map(\.place) == ["coolOff"])
            world.frozen.advance(seconds: 1)
            let untyped = await PrivacyWorld.error { _ = try await execute(request, world, confirmation: "yes") }
            #expect(untyped?.faults.map(\.place) == ["confirmation"])
            _ = try await AnswerDataRequest(world.services).move(
                request.id, to: .withdrawn, tenant: PrivacyWorld.tenant, by: .commandLine)
            #expect(await PrivacyWorld.error { _ = try await execute(request, world) } != nil)
            #expect(
                try await FindPerson(world.services).run(.id(world.ada.id), tenant: PrivacyWorld.tenant).id
                    == world.ada.id)
        }
    }

    @Test(
        "GDPR-ERA-06: Afterwards no table holds the person's name, address, subject or account",
        arguments: Engine.underTest)
    func everywhere(engine: Engine) async throws {
        try await PrivacyWorld.with(engine) { world in
            try await world.record(VerbID.completed, 0)
            _ = try await erased(world)
            let found = try await world.services.database.read { tx in
                try world.people.find(world.ada.id, of: PrivacyWorld.tenant, in: tx)
            }
            #expect(found?.erasedAt != nil)
            #expect(found?.accountName != world.ada.accountName)
            #expect(!(try await world.statements()).contains(world.ada.accountName))
            for choice in [
                PersonChoice.id(world.ada.id), .email("ada@school.example"), .account(world.ada.accountName),
                .lti(issuer: "https://lms.example", subject: "ada-17"),
            ] {
                let error = await PrivacyWorld.error {
                    _ = try await FindPerson(world.services).run(choice, tenant: PrivacyWorld.tenant)
                }
                #expect(error?.code == .notFound)
            }
        }
    }

    @Test(
        "GDPR-ERA-10: The certificate verifies, names number, dates, counts and approvers, and no identity",
        arguments: Engine.underTest)
    func certificate(engine: Engine) async throws {
        try await PrivacyWorld.with(engine) { world in
            let request = try await erased(world)
            let certificate = try #require(request.certificate)
            let verified = try VerifiedDocument(
                parsing: Array(certificate.utf8), keys: try world.services.keyring.keysEver)
            #expect(verified.kind == .erasureCertificate)
            #expect(verified.document.root["request"]?.string == request.number)
            #expect(verified.document.root["approvers"]?.count == 2)
            for identity in [
                world.ada.accountName, world.ada.id.description, "Lovelace", "ada@school.example", "ada-17", "000123",
                world.enrolment.id.description,
            ] { #expect(!certificate.contains(identity)) }
            #expect(request.person == nil)
            let forged = certificate.replacing("\"rows\":1", with: "\"rows\":2")
            #expect(throws: ServiceError.self) {
                try VerifiedDocument(parsing: Array(forged.utf8), keys: try world.services.keyring.keysEver)
            }
        }
    }

    @Test(
        "GDPR-DSR-14: The closed request stays with its number, dates and steps, without the person",
        arguments: Engine.underTest)
    func log(engine: Engine) async throws {
        try await PrivacyWorld.with(engine) { world in
            let request = try await erased(world)
            let read = try await AnswerDataRequest(world.services).read(
                request.id, tenant: PrivacyWorld.tenant, by: .service)
            #expect(read.request.person == nil)
            #expect(read.request.state == .done)
            #expect(read.history.map(\.state) == [.received, .review, .review, .approved, .done])
            #expect(read.request.number == "DR-2026-0001")
        }
    }

    @Test("Completions whose evidence is erased are sealed, and a rebuild leaves them", arguments: Engine.underTest)
    func sealed(engine: Engine) async throws {
        try await PrivacyWorld.with(engine) { world in
            for lesson in 0...1 { try await world.record(VerbID.completed, lesson) }
            let before = try await world.progress()
            #expect(before.isComplete)
            _ = try await erased(world)
            let report = try await RebuildCompletions(world.services).run(
                tenant: PrivacyWorld.tenant, by: .commandLine)
            #expect(report.changes == 0)
            let after = try await world.progress()
            #expect(after.enrolment.status == .dropped)
            #expect(after.enrolment.completedAt == before.enrolment.completedAt)
            #expect(after.modules[0].lessons.map(\.result) == before.modules[0].lessons.map(\.result))
        }
    }

    @Test(
        "GDPR-ERA-09: The next launch makes a new and empty person, a roster doesn't bring the old one back",
        arguments: Engine.underTest)
    func comingBack(engine: Engine) async throws {
        try await PrivacyWorld.with(engine) { world in
            try await world.record(VerbID.completed, 0)
            _ = try await erased(world)
            let byRoster = await PrivacyWorld.error {
                try await world.services.database.write { tx in
                    _ = try world.people.findOrCreate(
                        PrivacyWorld.lti, of: PrivacyWorld.tenant, source: .roster, in: tx, now: world.frozen.now)
                }
            }
            #expect(byRoster?.code == .gone)
            let (person, enrolments) = try await world.services.database.write { tx in
                let person = try world.people.findOrCreate(
                    PrivacyWorld.lti, of: PrivacyWorld.tenant, source: .launch, in: tx, now: world.frozen.now)
                return (person, try Enrolments(PrivacyWorld.tenant).ofPerson(person.id, in: tx))
            }
            #expect(person.id != world.ada.id)
            #expect(enrolments.isEmpty)
        }
    }

    @Test("GDPR-DSR-11: A second open request of the same kind names the first", arguments: Engine.underTest)
    func oneOpen(engine: Engine) async throws {
        try await PrivacyWorld.with(engine) { world in
            let answering = AnswerDataRequest(world.services)
            let first = try await answering.receive(
                .access, person: world.ada.id, tenant: PrivacyWorld.tenant, by: .commandLine)
            let refusal = await PrivacyWorld.error {
                _ = try await answering.receive(
                    .access, person: world.ada.id, tenant: PrivacyWorld.tenant, by: .commandLine)
            }
            #expect(refusal?.faults.map(\.message) == [first.number])
            _ = try await answering.receive(
                .objection, person: world.ada.id, tenant: PrivacyWorld.tenant, by: .commandLine)
        }
    }

    @Test("GDPR-DSR-04: A refusal needs its reason", arguments: Engine.underTest)
    func refusal(engine: Engine) async throws {
        try await PrivacyWorld.with(engine) { world in
            let answering = AnswerDataRequest(world.services)
            let request = try await answering.receive(
                .access, person: world.ada.id, tenant: PrivacyWorld.tenant, by: .commandLine)
            for reason in [nil, " "] {
                let error = await PrivacyWorld.error {
                    _ = try await answering.move(
                        request.id, to: .refused, reason: reason, tenant: PrivacyWorld.tenant, by: .commandLine)
                }
                #expect(error?.code == .unprocessable)
            }
            let refused = try await answering.move(
                request.id, to: .refused, reason: "excessive", tenant: PrivacyWorld.tenant, by: .commandLine)
            #expect(refused.closedAt == world.frozen.now)
        }
    }
}
