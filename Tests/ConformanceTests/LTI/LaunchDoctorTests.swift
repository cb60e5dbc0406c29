import Connections
import Database
import DemoData
import DemoJourney
import DemoLMS
import JSON
import ServiceWorld
import Testing
import Workflows

@Suite("The launch doctor", .serialized)
struct LaunchDoctorTests {
    @Test(
        "The doctor's page says what came, masked, which check failed and what to change; a bad signature shows no claims"
    )
    func doctor() async throws {
        try await RunningService.with { service in
            await service.tamper("aud", "somebody-else")
            #expect(try await service.visit().launch("tides", as: "u-1001").status == 401)
            let admin = try await PickerVisit.administrator(of: service)
            let page = try await admin.get(service.publicURL + "/admin/launches/\(service.lastLaunch().id)").text
            #expect(page.contains("audience_mismatch") && page.contains("Enter the client id here"))
            #expect(page.contains("somebody-else") && page.contains("claim/deployment_id"))
            #expect(!page.contains("Amina") && !page.contains("amina@") && !page.contains("u-1001"))
            await service.lms.tamper(with: .broken { $0.signature = .foreignKey })
            #expect(try await service.visit().launch("tides", as: "u-1001").status == 401)
            let forged = try await admin.get(service.publicURL + "/admin/launches/\(service.lastLaunch().id)").text
            #expect(forged.contains("signature_invalid") && forged.contains("Compare the key set URL"))
            #expect(forged.contains("RS256") && !forged.contains("claim/deployment_id"))
        }
    }
}

extension RunningService {
    func lastLaunch() async throws -> LaunchRecord {
        try #require(
            try await services.database.read { try LaunchRecords.latest(1, of: DemoTenant.tenant, in: $0) }.first)
    }
}
