import Cohorts
import Connections
import Database
import DemoData
import DemoJourney
import DemoLMS
import JSON
import Outbox
import ServiceWorld
import Testing
import Values
import Workflows

/// What the gradebook tests do again and again: from both sides, over HTTP.
extension RunningService {
    /// A learner's first launch, by which the service makes a line item of its own.
    func ownLineItem() async throws -> Gradebook.LineItem {
        _ = try await visit().launch("tides", as: "u-1003")
        _ = try await score(of: "u-1003") { $0.activityProgress == "Started" }
        let items = await lms.gradebook.lineItems
        return try #require(items.first { $0.resourceLinkID == "tides" })
    }

    /// Opens and plays every lesson.
    func complete(as person: String) async throws {
        let visit = visit()
        let course = try await visit.launch("tides", as: person)
        for lesson in visit.lessons(on: course) { try await visit.play(try await visit.open(lesson)) }
    }

    /// Waits for a score that fits, as the LMS's gradebook has it.
    func score(
        of user: String, fits: @Sendable (Gradebook.Score) -> Bool
    ) async throws -> Gradebook.Score {
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            let last = await lms.gradebook.history.map(\.score).last { $0.userID == user }
            if let last, fits(last) { return last }
            try await Task.sleep(for: .milliseconds(30))
        }
        let all = await lms.gradebook.history.map(\.score).filter { $0.userID == user }
        throw BrowserClient.Failure(description: "no such score arrived; the LMS has \(all)")
    }

    /// Waits until the gradebook is as wanted.
    func until(_ fits: @Sendable (Gradebook) -> Bool) async throws -> Bool {
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            if fits(await lms.gradebook) { return true }
            try await Task.sleep(for: .milliseconds(30))
        }
        return false
    }

    /// Waits for a definition that the service writes, and gives it.
    func write(_ method: String) async throws -> JSONNode {
        _ = try await until { $0.writes.contains { $0.method == method } }
        return try #require(await lms.gradebook.writes.last { $0.method == method }?.body)
    }

    /// Waits until the service keeps its line item as wanted.
    func untilKept(_ fits: @Sendable (OwnLineItem) -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            let links = try await services.database.read { try ResourceLinks(DemoTenant.tenant).list(in: $0) }
            if links.compactMap(\.ownLineItem).contains(where: fits) { return }
            try await Task.sleep(for: .milliseconds(30))
        }
        throw BrowserClient.Failure(description: "the line item was never kept so")
    }

    /// Changes the group's first and last day on its settings page; empty for none.
    func setDates(from start: String, to end: String) async throws {
        let admin = try await PickerVisit.administrator(of: self)
        let page = try await admin.get("\(publicURL)/admin/cohorts/\(demo.cohort)/settings")
        let form = try page.form(to: "/settings")
        let done = try await admin.submit(
            form,
            adding: [
                ("startsAt", start), ("endsAt", end), ("lifecycle", "published"), ("access", "open"),
                ("afterEnd", "none"),
            ])
        try #require(done.status == 200, "\(done.text)")
    }

    /// The page of the demo's platform.
    func platformPage() async throws -> Page {
        let admin = try await PickerVisit.administrator(of: self)
        let link = try await admin.get(publicURL + "/admin/platforms").links.first {
            $0.contains("/admin/platforms/0")
        }
        return try await admin.get(try #require(link))
    }

    /// Presses "remove" at the column that the service made; gives the message that says so to the platform.
    func removeColumn() async throws -> OutboxDelivery {
        let admin = try await PickerVisit.administrator(of: self)
        let link = try await admin.get(publicURL + "/admin/platforms").links.first {
            $0.contains("/admin/platforms/0")
        }
        let page = try await admin.get(try #require(link))
        #expect(page.text.contains("Made by Lectern"))
        let question = try await admin.submit(page.form(to: "/line-item"))
        #expect(question.text.contains("Remove the column"))
        let done = try await admin.submit(question.form(to: "/line-item"))
        #expect(done.text.contains("Removed"))
        let row = try await services.database.read { tx in
            try tx.row("select id, payload from outbox where topic = 'ags.lineitem' order by id desc limit 1").map {
                (try $0.int(0), try $0.text(1))
            }
        }
        let (id, payload) = try #require(row)
        return OutboxDelivery(
            id: id, tenant: DemoTenant.tenant, topic: UpdateLineItems.topic, orderingKey: nil,
            payload: try JSONDocument(parsing: payload), attempt: 1, enqueuedAt: services.world.now())
    }

    /// Writes a comment on the page of the group's first learner.
    func comment(_ text: String) async throws {
        let admin = try await PickerVisit.administrator(of: self)
        let enrolment = try #require(try await enrolments().first)
        let page = try await admin.get("\(publicURL)/admin/enrolments/\(enrolment.id)")
        let done = try await admin.submit(page.form(to: "/comment"), adding: [("comment", text)])
        try #require(done.status == 200, "\(done.text)")
    }
}
