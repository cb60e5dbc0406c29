import Connections
import Database
import DemoData
import DemoJourney
import DemoLMS
import JSON
import ServiceWorld
import TestWorld
import Testing
import Values
import Workflows

@Suite("Changing a registration at its platform (RFC 7592)", .serialized)
struct ReconfigurationTests {
    private static let tool = "https://purl.imsglobal.org/spec/lti-tool-configuration"
    private static let groups = "https://purl.imsglobal.org/spec/lti-gs/scope/contextgroup.readonly"

    @Test(
        "New scopes are asked for, what the platform holds beside stays, and each change has its own token",
        arguments: Engine.underTest)
    func change(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            await service.lms.change { $0.withheldScopes = [Self.groups] }
            #expect(try await RegistrationVisit(service).register().status == 200)
            let admin = try await PickerVisit.administrator(of: service)
            let address = service.publicURL + "/admin/platforms/\(try await service.newest().id)"
            #expect(try await admin.get(address).text.contains("contextgroup.readonly"))
            let client = try #require(await service.lms.desk.registered.keys.first)
            await service.lms.change { desk in
                desk.withheldScopes = []
                guard case .object(let members)? = desk.registered[client] else { return }
                desk.registered[client] = .object(members + [("x_colour", "green")])
            }
            for _ in 0..<2 {
                let page = try await admin.submit(admin.get(address).form(to: "/reconfigure"))
                #expect(page.status == 200 && !page.text.contains("contextgroup.readonly"))
            }
            let body = try #require(await service.lms.desk.steps.last { $0.step == "change" }?.body)
            #expect(body["scope"]?.string?.contains(Self.groups) == true)
            #expect(body["x_colour"]?.string == "green" && body["client_id"]?.string == client)
            #expect(body["redirect_uris"]?.list?.compactMap(\.string) == [service.publicURL + "/lti/launch"])
            let first = try #require(await service.lms.desk.steps.first { $0.step == "registration" }?.body)
            #expect(body[Self.tool]?["messages"] == first[Self.tool]?["messages"])
            #expect(body[Self.tool]?["messages"]?.list?.isEmpty == false)
            #expect(body["registration_access_token"] == nil)
        }
    }

    @Test("A platform's refusal is shown in its words; one without an address for changes has no button")
    func refused() async throws {
        try await RunningService.with { service in
            #expect(try await RegistrationVisit(service).register().status == 200)
            let admin = try await PickerVisit.administrator(of: service)
            let address = service.publicURL + "/admin/platforms/\(try await service.newest().id)"
            await service.lms.change { $0.refusal = (403, ["error": "access_denied"]) }
            let page = try await admin.submit(admin.get(address).form(to: "/reconfigure"))
            #expect(page.status == 502 && page.text.contains("access_denied"))
            let demo = try await service.platformPage()
            #expect(!demo.forms.contains { $0.action.contains("/reconfigure") })
        }
    }
}
