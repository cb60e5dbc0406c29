import Access
import Cohorts
import Content
import ContentPackages
import Texts
import Values
import Workflows

/// One course for administrators: modules with lessons, cohorts, and the forms that add to them.
struct CourseAdminView {
    var content: CourseContent
    var visit: StaffVisit
    var now: Instant

    private var wording: Wording { visit.wording }
    private var base: String { "/admin/courses/\(content.course.id)" }

    func blocks(after error: ServiceError?, _ sent: FormBody?) -> [Block] {
        var blocks: [Block] = [.facts(facts), .heading(wording(.groups)), .table(cohorts)]
        if visit.principal.may(.manageCohorts) {
            blocks.append(.links([(wording(.newGroup), base + "/cohorts/new")]))
        }
        for module in content.modules { blocks.append(.table(lessons(of: module))) }
        guard visit.principal.may(.manageCourses) else { return blocks }
        blocks +=
            [.heading(wording(.addModule))]
            + visit.blocks(of: moduleForm, after: sentField("title", sent) ? error : nil, sent)
        if !content.modules.isEmpty {
            blocks +=
                [.heading(wording(.addLesson))]
                + visit.blocks(of: lessonForm, after: sentField("lesson_title", sent) ? error : nil, sent)
        }
        return blocks
    }

    private func sentField(_ field: String, _ sent: FormBody?) -> Bool { sent?.isPresent(field) ?? false }

    private var facts: [(label: String, cell: Cell)] {
        [
            (wording(.courseCode), .code(content.course.code)),
            (
                wording(.languageField),
                .text(Language(tag: content.course.language)?.ownName ?? content.course.language)
            ),
            (wording(.editionField), .text(content.course.edition)),
        ]
    }

    private var cohorts: Table {
        Table(
            wording(.groups),
            columns: [
                wording(.groupName), wording(.status), wording(.startsAt), wording(.endsAt), wording(.seats),
                wording(.completedCount),
            ],
            rows: content.cohorts.map { item in
                let cohort = item.cohort
                let seats = cohort.capacity.map { "\(item.seatsTaken) / \($0)" } ?? "\(item.seatsTaken)"
                return [
                    .link(cohort.name, "/admin/cohorts/\(cohort.id)"),
                    StateWords.badge(cohort.state(now: now), wording),
                    .moment(cohort.intent.startsAt, zone: cohort.zone.name, wording),
                    .moment(cohort.intent.endsAt, zone: cohort.zone.name, wording), .figure(seats),
                    .number(item.completed, wording),
                ]
            }, whenEmpty: wording(.noGroups))
    }

    private func lessons(of module: Module) -> Table {
        Table(
            "\(wording(.moduleField)) \(module.position): \(module.title)",
            columns: [wording(.lessonField), wording(.rule), wording(.requiredLesson), wording(.activityField)],
            rows: content.lessons.filter { $0.module == module.id }.map { lesson in
                [
                    .text(lesson.title), .text(LearnerView.words(of: lesson.rule, wording)),
                    .text(wording(lesson.isRequired ? .yes : .no)), .code(lesson.rule.activityID),
                ]
            }, whenEmpty: wording(.courseEmpty))
    }

    private var moduleForm: FormView {
        visit.form(base + "/modules", .addModule, [Field("title", wording(.titleField), isRequired: true)])
    }

    private var lessonForm: FormView {
        let modules = content.modules.map { (value: $0.id.description, label: "\($0.position). \($0.title)") }
        let items = content.packages.flatMap { package in
            package.launchable.map {
                (
                    value: $0.id.description,
                    label: package.package.title + " · " + $0.title.text(for: wording.language.rawValue)
                )
            }
        }
        return visit.form(
            base + "/lessons", .addLesson,
            [
                Field("item", wording(.contentField), .choice(items), help: items.isEmpty ? wording(.noPackages) : nil),
                Field("module", wording(.moduleField), .choice(modules)),
                Field("lesson_title", wording(.titleField), help: wording(.lessonTitleHelp)),
                Field("required", wording(.requiredLesson), .check, value: "1"),
            ])
    }
}
