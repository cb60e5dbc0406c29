import Cohorts
import Texts
import Values
import Workflows

/// The instructor's question where a link leads: to a cohort that is there, or to a new one of a course.
struct CohortChoiceView {
    var choice: CohortChoice
    var wording: Wording
    var action: String
    var formToken: String

    func blocks(after error: ServiceError?, _ sent: FormBody?) -> [Block] {
        guard !choice.courses.isEmpty else { return [.note(kind: "warn", text: wording(.setUpNoCourses))] }
        var blocks: [Block] = [.paragraph(wording(.setUpText))]
        if let error { blocks.append(.note(kind: "bad", text: error.message)) }
        let existing = choice.courses.flatMap { course, cohorts in
            cohorts.map { (value: $0.cohort.id.description, label: course.title + " · " + $0.cohort.name) }
        }
        if !existing.isEmpty {
            blocks += [
                .heading(wording(.setUpExisting)), .form(finished(existingForm(existing), error, sent, "cohort")),
            ]
        }
        return blocks + [.heading(wording(.setUpNew)), .form(finished(newForm, error, sent, "course"))]
    }

    private func existingForm(_ options: [(value: String, label: String)]) -> FormView {
        FormView(
            action: action, submit: wording(.setUpUse), formToken: formToken,
            fields: [Field("cohort", wording(.group), .choice(options))])
    }

    private var newForm: FormView {
        let courses = choice.courses.filter(\.course.cohortsEnabled).map {
            (value: $0.course.id.description, label: $0.course.title)
        }
        return FormView(
            action: action, submit: wording(.setUpMake), formToken: formToken,
            fields: [
                Field("course", wording(.course), .choice(courses)),
                Field("name", wording(.groupName), value: choice.linkTitle ?? "", isRequired: true),
            ])
    }

    private func finished(_ form: FormView, _ error: ServiceError?, _ sent: FormBody?, _ mark: String) -> FormView {
        guard let error, let sent, sent.isPresent(mark) else { return form }
        return form.refused(error, keeping: sent)
    }
}
