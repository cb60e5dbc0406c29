import DemoData
import DemoJourney
import DemoLMS
import JSON
import ServiceWorld
import Testing
import Values

/// A teacher at the demo LMS who adds content to the course.
struct PickerVisit: Sendable {
    let service: RunningService
    let visit: LearnerVisit
    var browser: BrowserClient { visit.browser }

    init(_ service: RunningService) {
        self.service = service
        visit = service.visit()
    }

    /// Signs in at the LMS and opens the picker; gives whatever the launch ended at.
    func open(as person: DemoPerson.ID = "u-2001") async throws -> Page {
        _ = try await browser.post(service.lmsURL + "/be", form: URLEncodedForm([("person", person)]))
        return try await visit.followingPosts(browser.get(service.lmsURL + "/content/add/start"))
    }

    /// From the picker's first page to the parts of the course for the demo's cohort.
    func contents(_ picker: Page) async throws -> Page {
        let links = picker.links.filter { $0.contains("group=\(service.demo.cohort)") }
        return try await browser.get(try #require(links.first))
    }

    /// Ticks and submits; gives the page that carries the answer on.
    func submit(_ contents: Page, _ parts: [String] = ["course"], _ more: [(String, String)] = []) async throws -> Page
    {
        let fields = parts.map { (name: "content", value: $0) } + more.map { (name: $0.0, value: $0.1) }
        return try await browser.submit(contents.form(to: "/answer"), adding: fields)
    }

    /// Presses the button of the page that carries the answer to the platform.
    func carry(_ page: Page) async throws -> Page {
        try await browser.submit(page.form(to: "/content/return"))
    }

    /// Opens the picker, chooses and carries the answer back.
    /// - Returns: what the platform received.
    func place(_ parts: [String] = ["course"], _ more: [(String, String)] = []) async throws -> Placement {
        let chosen = try await submit(contents(open()), parts, more)
        let taken = try await carry(chosen)
        try #require(taken.status == 200, "\(taken.text)")
        return try #require(await service.lms.placements.last)
    }

    /// The values of the parts that a picker's page offers, such as `lesson:…`.
    static func parts(on page: Page) -> [String] {
        page.text.matches(of: /name="content" value="([^"]+)"/).map { String($0.output.1) }
    }

    /// Signs in to the administration with a browser of its own.
    static func administrator(of service: RunningService) async throws -> BrowserClient {
        let browser = BrowserClient()
        let page = try await browser.get(service.publicURL + "/admin/sign-in")
        let done = try await browser.submit(
            page.form(to: "sign-in"), adding: [("login", "admin"), ("password", "lectern-demo-admin")])
        try #require(done.status == 200 && !done.url.contains("sign-in"))
        return browser
    }
}

extension JSONNode {
    var string: String? { if case .string(let text) = self { text } else { nil } }
    var integer: Int64? { if case .number(let text) = self { Int64(text) } else { nil } }
    var list: [JSONNode]? { if case .array(let elements) = self { elements } else { nil } }
    var memberNames: [String] { if case .object(let members) = self { members.map(\.0) } else { [] } }
}

enum DLClaim {
    private static let base = "https://purl.imsglobal.org/spec/lti-dl/claim/"
    static let settings = base + "deep_linking_settings"
    static let items = base + "content_items"
    static let data = base + "data"
    static let errorMessage = base + "errormsg"
}
