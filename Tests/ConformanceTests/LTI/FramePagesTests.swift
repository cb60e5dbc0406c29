import Connections
import DemoData
import DemoJourney
import DemoLMS
import NIOHTTP1
import ServiceWorld
import Testing
import Values

@Suite("Pages that show the course in a frame", .serialized)
struct FramePagesTests {
    @Test("An administrator says which other pages may show a platform's launches; what isn't one is refused")
    func setting() async throws {
        try await RunningService.with { service in
            let admin = try await PickerVisit.administrator(of: service)
            let platform = try await service.newest()
            let address = service.publicURL + "/admin/platforms/\(platform.id)"
            let form = try await admin.get(address).form(to: "/frames")
            for wrong in ["https://*.com", "http://school.example", "'unsafe-inline'", "https://a.example; x"] {
                let refused = try await admin.submit(form, adding: [("frames", wrong)])
                #expect(refused.status == 422, "\(wrong)")
            }
            let list = "https://*.school.example https://apps.lms.example:8443"
            let saved = try await admin.submit(form, adding: [("frames", list.replacing(" ", with: ",\n"))])
            #expect(saved.status == 200 && saved.text.contains(list))
            let course = try await service.visit().launch("tides", as: "u-1001")
            let policy = try #require(course.headers.first(name: "Content-Security-Policy"))
            #expect(service.isCoursePage(course) && policy.contains("frame-ancestors 'self' \(service.lmsURL) \(list)"))
            #expect(course.text.contains("data-resize=\"\(service.lmsURL)\""))
        }
    }
}
