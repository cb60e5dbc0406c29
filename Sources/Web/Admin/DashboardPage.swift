import Access
import Cohorts
import Hummingbird
import Outbox
import Texts
import Values
import Workflows

/// The first page after the sign-in: what runs and what needs a hand.
func addDashboard(to routes: StaffRoutes) {
    let services = routes.services
    routes.page("") { visit, _, _ in
        var cards: [Block.Card] = []
        var blocks: [Block] = []
        let wording = visit.wording
        if visit.principal.may(.seeEveryCohort) {
            let courses = try await ReadCourses(services).list(for: visit.principal)
            let now = services.world.now()
            let cohorts = courses.flatMap(\.cohorts)
            let running = cohorts.count { $0.cohort.state(now: now) == .running }
            let learners = cohorts.reduce(0) { $0 + $1.learners }
            cards += [
                .init(wording.number(courses.count), wording(.navCourses), href: "/admin/courses"),
                .init(wording.number(running), wording(.runningGroups), href: "/admin/courses"),
                .init(wording.number(learners), wording(.learners), href: "/admin/courses"),
            ]
            blocks = try await RosterPages(services: services).inDoubt(visit)
        }
        if visit.principal.may(.replayOutbox) {
            let counts = try await ReadOutbox(services).counts(for: visit.principal)
            cards += [
                .init(
                    wording.number(counts[.waiting] ?? 0), wording(.deliveriesWaiting),
                    href: "/admin/outbox?state=waiting"),
                .init(wording.number(counts[.dead] ?? 0), wording(.deliveriesDead), href: "/admin/outbox?state=dead"),
            ]
        }
        return visit.page(wording(.navDashboard), [.cards(cards)] + blocks, current: .dashboard)
    }
}
