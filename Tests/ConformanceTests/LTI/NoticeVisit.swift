import Cohorts
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

/// An administrator who looks at what the demo LMS reports.
struct NoticeVisit: Sendable {
    static let hello = "LtiHelloWorldNotice"
    static let copy = "LtiContextCopyNotice"
    static let service = "https://purl.imsglobal.org/spec/lti/claim/platformnotificationservice"
    static let scope = "https://purl.imsglobal.org/spec/lti/scope/noticehandlers"

    let service: RunningService
    let browser: BrowserClient
    let platform: UUID16
    var handler: String { service.publicURL + "/lti/notices" }
    var base: String { service.publicURL + "/admin/platforms/\(platform)/notices" }

    /// After a first launch, and everything that it brought about.
    static func open(_ service: RunningService) async throws -> NoticeVisit {
        _ = try await service.visit().launch("tides", as: "u-1001")
        let visit = NoticeVisit(
            service: service, browser: try await PickerVisit.administrator(of: service),
            platform: try await service.newest().id)
        try await service.eventually("subscribed") {
            await service.lms.noticeHandlers.count == 2
        }
        try await service.eventually("proven") { try await visit.notices().contains { $0.type == hello } }
        try await service.eventually("idle") { try await service.isIdle }
        return visit
    }

    func page() async throws -> Page { try await browser.get(base) }

    func notices() async throws -> [ReceivedNotice] {
        let id = platform
        return try await service.services.database.read {
            try ReceivedNotices(DemoTenant.tenant).list(of: id, in: $0)
        }
    }

    func offers() async throws -> [CopyOffer] {
        let id = platform
        return try await service.services.database.read { try CopyOffers(DemoTenant.tenant).list(of: id, in: $0) }
    }

    /// Waits until nothing is left to do.
    func settle() async throws {
        try await service.eventually("idle") { try await service.isIdle }
    }

    /// Presses the button that turns a type of notice on or off.
    func press(_ type: String, on isOn: Bool) async throws -> Page {
        let form = try #require(
            try await page().forms.first { form in
                form.fields.contains { $0 == ("type", type) } && form.fields.contains { $0 == ("on", isOn ? "1" : "0") }
            })
        return try await browser.submit(form)
    }

    /// What the audit log says of refused notices.
    func refusals() async throws -> Int {
        try await browser.get(service.publicURL + "/admin/audit").text.matches(of: /notice\.refused/).count
    }
}

extension RunningService {
    /// Waits until something is so.
    func eventually(_ what: String, _ isSo: @Sendable () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            if try await isSo() { return }
            try await Task.sleep(for: .milliseconds(30))
        }
        throw BrowserClient.Failure(description: "it never came to be: \(what)")
    }

    /// Whether no work about notices waits.
    var isIdle: Bool {
        get async throws {
            try await services.database.read { tx in
                try tx.row("select count(*) from outbox where state = 0 and topic like 'pns.%'")?.int(0) == 0
            }
        }
    }

    /// Those that staff see.
    func cohorts() async throws -> [Cohort] {
        let course = demo.course
        return try await services.database.read { tx in
            try CohortStore(DemoTenant.tenant).list(course: course, includingHiddenDefault: false, in: tx).map(\.cohort)
        }
    }

    func link(_ id: String) async throws -> ResourceLink? {
        try await services.database.read { tx in
            try ResourceLinks(DemoTenant.tenant).list(in: tx).first { $0.linkID == id }
        }
    }

    /// A link whose launches name the courses that its own was copied from.
    func addLinkWithHistory() async {
        await lms.add(
            DemoLink(
                id: "history", title: "Tides with a past",
                custom: [
                    (LinkBindings.parameter, demo.bindingKey),
                    (LinkBindings.contextHistoryParameter, "$Context.id.history"),
                ]))
    }
}

extension DemoNotice {
    static func plain(_ id: String, type: String = NoticeVisit.hello) -> DemoNotice { DemoNotice(id: id, type: type) }

    func changed(_ name: String, _ value: JSONNode?) -> DemoNotice {
        var changed = self
        changed.claims.append((name, value))
        return changed
    }

    func tampered(_ change: (inout LaunchTampering) -> Void) -> DemoNotice {
        var changed = self
        change(&changed.tampering)
        return changed
    }
}
