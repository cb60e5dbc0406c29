import Cohorts
import Connections
import LTI
import Texts
import Values
import Workflows

/// The picker's first page: every course, with a way to each of its cohorts and to a new one.
struct CourseListView {
    var offer: ContentOffer
    var visit: LaunchVisit
    /// After a code that isn't good.
    var isWrongCode = false

    var page: Page {
        let wording = visit.wording
        var page = visit.page("staff", title: wording(.pickerTitle))
        page.bodyClass = "wide"
        page.values["blocks"] = Block.values(blocks + [.form(cancel)], below: page.title)
        return page
    }

    private var isRefused: Bool { !offer.request.settings.acceptsResourceLinks }

    private var blocks: [Block] {
        let wording = visit.wording
        if isRefused { return [.note(kind: "warn", text: wording(.pickerTypesRefused))] }
        guard !offer.courses.isEmpty else { return [.note(kind: "warn", text: wording(.setUpNoCourses))] }
        let place = offer.request.contextTitle.map { wording(.pickerFor, ["course": $0]) }
        let code = CohortCodeForm(base: visit.base + "code", formToken: visit.formToken, wording: wording)
        return [.paragraph(place ?? wording(.pickerText))] + offer.courses.flatMap { self.course($0) }
            + code.blocks(isWrong: isWrongCode)
    }

    private func course(_ offered: OfferedCourse) -> [Block] {
        var links = offered.cohorts.map { cohort in
            (label: label(cohort, of: offered.course), href: href(offered.course, cohort.id.description))
        }
        if offered.course.cohortsEnabled {
            links.append((label: visit.wording(.setUpNew), href: href(offered.course, "new")))
        }
        return [
            .heading(offered.course.title),
            links.isEmpty ? .paragraph(visit.wording(.codeNeeded)) : .links(links),
        ]
    }

    private func label(_ cohort: Cohort, of course: Course) -> String {
        course.cohortsEnabled ? cohort.name : visit.wording(.pickerChoose)
    }

    private func href(_ course: Course, _ cohort: String) -> String {
        "\(visit.base)?course=\(course.id)&group=\(cohort)"
    }

    /// Back without a choice; the platform is told why where there was none.
    private var cancel: FormView {
        var form = FormView(
            action: visit.base + "cancel", submit: visit.wording(.pickerCancel), formToken: visit.formToken, fields: [])
        if isRefused {
            form.hidden = [("reason", "types")]
        } else if offer.courses.isEmpty {
            form.hidden = [("reason", "empty")]
        }
        return form
    }
}
