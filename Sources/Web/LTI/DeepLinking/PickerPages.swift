import Cohorts
import Connections
import HTTPTypes
import Hummingbird
import LTI
import Texts
import Values
import Workflows

/// The pages of the picker: courses with their cohorts, then the parts of one course; and the page that carries the answer
/// back. They work without script, by links and forms.
struct PickerPages: Sendable {
    private let services: Services

    init(_ services: Services) { self.services = services }

    func show(_ visit: LaunchVisit, _ request: Request) async throws -> Response {
        let offer = try await PickContent(services).offer(for: visit.session)
        let query = request.uri.queryParameters
        let course = query["course"].flatMap { UUID16(String($0)) }
        guard let course, let cohort = query["group"].map(String.init) else {
            return CourseListView(offer: offer, visit: visit).page.response()
        }
        return try view(offer, course, cohort, visit).page().response()
    }

    func answer(_ visit: LaunchVisit, _ form: FormBody) async throws -> Response {
        guard let course = UUID16(form["course"]) else { throw ServiceError(.invalid, visit.wording(.chooseOne)) }
        do {
            let choice = PickContent.Choice(
                course: course, cohort: UUID16(form["group"]).map { .existing($0) } ?? .new(name: form["name"]),
                parts: try form.list("content").map { try part($0, visit) }, title: form["title"],
                isGraded: form["graded"] == "1")
            return back(try await PickContent(services).run(choice, session: visit.session), visit)
        } catch let error as ServiceError where error.code == .unprocessable {
            let offer = try await PickContent(services).offer(for: visit.session)
            var page = try view(offer, course, form["group"], visit).page(after: error, form)
            page.status = error.code.status
            return page.response()
        }
    }

    /// Opens a cohort of others to the platform's course, and shows it among those to choose from.
    func useCode(_ visit: LaunchVisit, _ form: FormBody) async throws -> Response {
        do {
            try await OpenCohort(services).redeem(form["code"], session: visit.session)
        } catch let error as ServiceError where error.code == .unprocessable {
            let offer = try await PickContent(services).offer(for: visit.session)
            var page = CourseListView(offer: offer, visit: visit, isWrongCode: true).page
            page.status = error.code.status
            return page.response()
        }
        return Page.seeOther(visit.base)
    }

    /// Back with nothing; with a reason where there was nothing to choose.
    func cancel(_ visit: LaunchVisit, _ form: FormBody) async throws -> Response {
        let reason: String? =
            switch form["reason"] {
            case "types": visit.wording(.pickerTypesRefused)
            case "empty": visit.wording(.setUpNoCourses)
            default: nil
            }
        return back(try await PickContent(services).cancel(visit.session, error: reason), visit)
    }

    private func view(
        _ offer: ContentOffer, _ course: UUID16, _ cohort: String, _ visit: LaunchVisit
    ) throws -> ContentListView {
        guard let found = offer.courses.first(where: { $0.course.id == course }) else {
            throw ServiceError(.notFound, visit.wording(.errorNotFound))
        }
        let id = UUID16(cohort)
        let isKnown = id == nil ? found.course.cohortsEnabled : found.cohorts.contains { $0.id == id }
        guard isKnown else { throw ServiceError(.notFound, visit.wording(.errorNotFound)) }
        return ContentListView(request: offer.request, offered: found, cohort: id, visit: visit)
    }

    private func part(_ text: String, _ visit: LaunchVisit) throws -> PickContent.Choice.Part {
        let words = text.split(separator: ":", maxSplits: 1)
        switch (words.first, words.dropFirst().first.flatMap { UUID16(String($0)) }) {
        case ("course", nil): return .course
        case ("module", let id?): return .module(id)
        case ("lesson", let id?): return .lesson(id)
        default: throw ServiceError(.invalid, visit.wording(.errorInvalid))
        }
    }

    /// A form that posts itself to the platform, with a button for browsers without script.
    private func back(_ answer: PickContent.Answer, _ visit: LaunchVisit) -> Response {
        var page = visit.page(
            "self-post", title: visit.wording(.pickerReturning),
            values: [
                "heading": .text(visit.wording(.pickerReturning)), "text": .text(visit.wording(.launchContinueText)),
                "action": .text(answer.url), "label": .text(visit.wording(.continueWord)),
                "fields": [["name": .text(DeepLinkingResponse.formField), "value": .text(answer.token)]],
            ])
        page.scripts = ["post.js"]
        page.policy.formTargets = visit.session.formTargets
        page.values["resizeTo"] = .absent
        return page.response()
    }
}

extension LaunchSession {
    /// Where forms of this visit's pages may go beside our own host: back to the platform, for a picker.
    var formTargets: [String] {
        guard purpose == .deepLinking, let origin = returnURL.flatMap(FramePolicy.origin) else { return [] }
        return [origin] + frameOrigins.filter { $0 != origin }
    }
}
