import Access
import Hummingbird
import Texts
import Values
import Workflows

/// The audit log, and its check.
func addOperationPages(to routes: StaffRoutes) {
    let pages = OperationPages(services: routes.services)
    routes.page("audit") { visit, request, _ in try await AuditPage(services: pages.services).list(visit, request) }
    routes.form("audit/verify") { visit, _, _ in try await pages.verify(visit).response() }
}

struct OperationPages: Sendable {
    let services: Services

    func verify(_ visit: StaffVisit) async throws -> Page {
        let wording = visit.wording
        let result = try await ReadAuditLog(services).verify(by: visit.principal)
        let text = wording(
            result.isSound ? .logSound : .logFaulty, ["heads": wording.number(result.headsChecked)],
            count: result.linesChecked)
        let faults = result.faults.prefix(200).map(\.description)
        return visit.page(
            wording(.navAudit), [.note(kind: result.isSound ? "good" : "bad", text: text, faults: faults)],
            current: .audit,
            up: (wording(.navAudit), "/admin/audit"))
    }
}
