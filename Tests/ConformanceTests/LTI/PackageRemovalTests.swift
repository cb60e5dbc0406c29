import DemoJourney
import ServiceWorld
import TestWorld
import Testing

@Suite("Packages out of use")
struct PackageRemovalTests {
    @Test("A package is taken out of use behind a question, stays until that is answered, and is listed no more")
    func removal() async throws {
        try await RunningService.with { service in
            let admin = try await PickerVisit.administrator(of: service)
            let list = service.publicURL + "/admin/packages"
            let links = try await admin.get(list).text.matches(of: /href="(\/admin\/packages\/[^"]+\/remove)"/)
            let link = String(try #require(links.first).1)
            let question = try await admin.get(service.publicURL + link)
            #expect(question.text.contains(#"class="danger""#))
            #expect(try await admin.get(list).text.contains(link))
            let after = try await admin.submit(question.form(to: "/remove"))
            #expect(after.status == 200 && !after.text.contains(link))
            #expect(after.text.matches(of: /\/remove"/).count == links.count - 1)
            #expect(try await admin.get(service.publicURL + link).status == 404)
        }
    }
}
