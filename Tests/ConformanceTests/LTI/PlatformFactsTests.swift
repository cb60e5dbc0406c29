import Connections
import Database
import DemoData
import DemoJourney
import DemoLMS
import JSON
import ServiceWorld
import Testing
import Values
import Workflows

@Suite("What launches say beside who launches", .serialized)
struct PlatformFactsTests {
    private static let claim = "https://purl.imsglobal.org/spec/lti/claim/"

    @Test("LTI-CLM-11: a link's title is optional, and the newest one stands in the administrator's list")
    func title() async throws {
        try await RunningService.with { service in
            let admin = try await PickerVisit.administrator(of: service)
            let address = service.publicURL + "/admin/platforms/\(try await service.newest().id)"
            _ = try await service.visit().launch("tides", as: "u-1001")
            #expect(try await admin.get(address).text.contains("Tides and knots"))
            let link: (JSONNode?) -> JSONNode = { title in
                .compactObject([("id", "tides"), ("title", title), ("description", "About <b>knots</b>")])
            }
            await service.tamper(Self.claim + "resource_link", link("Knots, second edition"))
            #expect(service.isCoursePage(try await service.visit().launch("tides", as: "u-1001")))
            let page = try await admin.get(address).text
            #expect(page.contains("Knots, second edition") && !page.contains("Tides and knots"))
            await service.tamper(Self.claim + "resource_link", link(nil))
            #expect(service.isCoursePage(try await service.visit().launch("tides", as: "u-1001")))
            #expect(try await admin.get(address).text.contains("Knots, second edition"))
        }
    }

    @Test(
        "LTI-CLM-19: which system the platform is stands on its page, as of its last launch; without a guid it isn't read"
    )
    func toolPlatform() async throws {
        try await RunningService.with { service in
            let admin = try await PickerVisit.administrator(of: service)
            let address = service.publicURL + "/admin/platforms/\(try await service.newest().id)"
            await service.tamper(Self.claim + "tool_platform", nil)
            #expect(service.isCoursePage(try await service.visit().launch("tides", as: "u-1001")))
            _ = try await service.visit().launch("tides", as: "u-1001")
            let first = try await admin.get(address).text
            #expect(first.contains("demo-lms-strict") && first.contains("Demo LMS") && first.contains("strict 1"))
            let next: JSONNode = [
                "guid": "demo-lms-strict", "name": "Demo LMS", "product_family_code": "strict", "version": "2.5",
            ]
            await service.tamper(Self.claim + "tool_platform", next)
            _ = try await service.visit().launch("tides", as: "u-1001")
            #expect(try await admin.get(address).text.contains("strict 2.5"))
            await service.tamper(Self.claim + "tool_platform", ["version": "3", "product_family_code": "nobody"])
            #expect(service.isCoursePage(try await service.visit().launch("tides", as: "u-1001")))
            #expect(try await !admin.get(address).text.contains("nobody"))
        }
    }

    @Test(
        "LTI-CLM-20: in a window no frame is resized; the way back into the platform is a link; all of it is optional")
    func presentation() async throws {
        try await RunningService.with { service in
            let framed = try await service.visit().launch("tides", as: "u-1001")
            #expect(framed.text.contains("data-resize=\"\(service.lmsURL)\""))
            #expect(framed.text.contains("href=\"\(service.lmsURL)/\""))
            let window: JSONNode = [
                "document_target": "window", "return_url": .string(service.lmsURL + "/courses/42?x=1"), "height": 500,
                "locale": "fr",
            ]
            await service.tamper(Self.claim + "launch_presentation", window)
            let opened = try await service.visit().launch("tides", as: "u-1001")
            #expect(!opened.text.contains("data-resize") && opened.text.contains("lang=\"fr\""))
            #expect(opened.text.contains("\(service.lmsURL)/courses/42?x=1"))
            for value: JSONNode? in [nil, "nonsense", ["return_url": "javascript:alert(1)"]] {
                await service.tamper(Self.claim + "launch_presentation", value)
                let page = try await service.visit().launch("tides", as: "u-1001")
                #expect(service.isCoursePage(page) && !page.text.contains("javascript:alert"))
            }
        }
    }

    @Test("LTI-DL-09: a request for files of a media type gets none of another kind: no package is offered as a file")
    func mediaTypes() async throws {
        try await RunningService.with { service in
            let picker = PickerVisit(service)
            await service.lms.changeDeepLinking([
                ("accept_types", ["file", "ltiResourceLink"]), ("accept_media_types", "image/*"),
            ])
            let page = try await picker.open()
            #expect(page.status == 200 && !page.text.contains(".zip"))
            let placed = try await picker.place()
            #expect(placed.items.compactMap { $0["type"]?.string } == ["ltiResourceLink"])
            await service.lms.changeDeepLinking([("accept_types", ["file"]), ("accept_media_types", "image/*")])
            let none = try await picker.open()
            #expect(none.status == 200 && !none.links.contains { $0.contains("group=") })
        }
    }
}
