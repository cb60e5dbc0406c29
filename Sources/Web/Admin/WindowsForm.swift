import Cohorts
import Texts
import Values

/// The windows of a cohort's modules as a form: a first and a last day for each, either may be empty.
struct WindowsForm {
    var cohort: Cohort
    var modules: [Module]
    var windows: [UUID16: ModuleWindow]

    func view(_ visit: StaffVisit) -> FormView {
        let wording = visit.wording
        let fields = modules.flatMap { module -> [Field] in
            let window = windows[module.id]?.resolved(startsAt: cohort.intent.startsAt, zone: cohort.zone)
            let last = window?.locksAt.map { cohort.zone.day(at: $0.adding(seconds: -1)).description }
            return [
                Field(
                    "unlock-\(module.position)", wording(.opensOn, ["module": module.title]), .input("date"),
                    value: window?.unlocksAt.map { cohort.zone.day(at: $0).description } ?? ""),
                Field(
                    "lock-\(module.position)", wording(.closesAfter, ["module": module.title]), .input("date"),
                    value: last ?? ""),
            ]
        }
        var form = visit.form("/admin/cohorts/\(cohort.id)/windows", .save, fields)
        form.hidden = [("windows", "1")]
        return form
    }

    /// What was sent, with every fault at its field.
    func windows(_ form: FormBody, _ wording: Wording) throws -> [ModuleWindow] {
        var faults: [ServiceError.Fault] = []
        func border(_ name: String, after days: Int) -> WindowBorder? {
            guard !form[name].isEmpty else { return nil }
            if let day = LocalDay(form[name]) { return .at(cohort.zone.start(of: day.adding(days: days))) }
            faults.append(.init(name, wording(.faultDay)))
            return nil
        }
        let windows = modules.map { module -> ModuleWindow in
            let unlock = border("unlock-\(module.position)", after: 0)
            let lock = border("lock-\(module.position)", after: 1)
            if case .at(let from)? = unlock, case .at(let until)? = lock, until <= from {
                faults.append(.init("lock-\(module.position)", wording(.faultOrder)))
            }
            return ModuleWindow(module: module.id, unlock: unlock, lock: lock)
        }
        guard faults.isEmpty else { throw ServiceError(.unprocessable, wording(.faultsInForm), faults: faults) }
        return windows
    }
}
