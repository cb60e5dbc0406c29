import Cohorts
import Texts
import Values

/// The settings of a cohort as a form, and what was sent as settings again.
///
/// Days are the cohort's own: a start day begins at 00:00 in its zone, an end day is the last one.
struct CohortForm {
    private let wording: Wording

    init(_ wording: Wording) { self.wording = wording }

    /// - Parameter cohort: nil for a new one.
    func view(_ visit: StaffVisit, action: String, _ submit: TextKey, for cohort: Cohort?) -> FormView {
        var form = visit.form(action, submit, fields(cohort))
        if let cohort { form.hidden = [("version", String(cohort.version))] }
        return form
    }

    private func fields(_ cohort: Cohort?) -> [Field] {
        let intent = cohort?.intent
        let zone = cohort?.zone ?? .utc
        let ends = intent?.endsAt.map { zone.day(at: $0.adding(seconds: -1)).description }
        return [
            Field("name", wording(.groupName), value: cohort?.name ?? "", isRequired: true),
            Field(
                "learnerLabel", wording(.learnerLabel), value: cohort?.learnerLabel ?? "",
                help: wording(.learnerLabelHelp)),
            Field(
                "startsAt", wording(.firstDay), .input("date"),
                value: intent?.startsAt.map { zone.day(at: $0).description } ?? ""),
            Field("endsAt", wording(.lastDay), .input("date"), value: ends ?? ""),
            Field("zone", wording(.zoneField), value: zone.name, help: wording(.zoneHelp), isRequired: true),
            Field(
                "capacity", wording(.seats), .input("number"), value: cohort?.capacity.map(String.init) ?? "",
                help: wording(.seatsHelp)),
            Field(
                "lifecycle", wording(.lifecycle), .choice(StateWords.lifecycle(wording)),
                value: intent?.lifecycle.rawValue ?? "published"),
            Field("access", wording(.accessField), .choice(access), value: intent?.access.rawValue ?? "open"),
            Field("afterEnd", wording(.afterEnd), .choice(afterEnd), value: cohort?.afterEnd.rawValue ?? "none"),
        ]
    }

    private var access: [(value: String, label: String)] {
        [("open", wording(.accessOpen)), ("closed", wording(.stateClosed))]
    }

    private var afterEnd: [(value: String, label: String)] {
        [("none", wording(.afterEndNothing)), ("review", wording(.afterEndReview))]
    }

    func newCohort(_ form: FormBody) throws -> NewCohort {
        let values = try Values(form, wording)
        return NewCohort(
            name: form["name"], learnerLabel: values.label,
            intent: CohortIntent(
                lifecycle: values.lifecycle, access: values.access, startsAt: values.start, endsAt: values.end),
            zone: values.zone, capacity: values.capacity, afterEnd: values.afterEnd)
    }

    func change(_ form: FormBody) throws -> CohortChange {
        let values = try Values(form, wording)
        var change = CohortChange()
        change.name = form["name"]
        change.learnerLabel = .set(values.label)
        change.startsAt = .set(values.start)
        change.endsAt = .set(values.end)
        change.zone = values.zone
        change.capacity = .set(values.capacity)
        change.lifecycle = values.lifecycle
        change.access = values.access
        change.afterEnd = values.afterEnd
        return change
    }

    /// The fields as values, or all that can't be read, at once.
    private struct Values {
        var zone: CohortZone = .utc
        var start, end: Instant?
        var capacity: Int?
        var label: String?
        var lifecycle: CohortLifecycle
        var access: CohortAccess
        var afterEnd: AfterEnd

        init(_ form: FormBody, _ wording: Wording) throws {
            var faults: [ServiceError.Fault] = []
            if let known = CohortZone(form["zone"]) {
                zone = known
            } else {
                faults.append(.init("zone", wording(.faultZone)))
            }
            func day(_ name: String) -> LocalDay? {
                guard !form[name].isEmpty else { return nil }
                if let day = LocalDay(form[name]) { return day }
                faults.append(.init(name, wording(.faultDay)))
                return nil
            }
            let calendar = zone
            start = day("startsAt").map { calendar.start(of: $0) }
            end = day("endsAt").map { calendar.start(of: $0.adding(days: 1)) }
            if !form["capacity"].isEmpty {
                capacity = Int(form["capacity"])
                if capacity == nil { faults.append(.init("capacity", wording(.faultNumber))) }
            }
            label = form["learnerLabel"].isEmpty ? nil : form["learnerLabel"]
            func choice<Choice: RawRepresentable<String>>(_ name: String, _ absent: Choice) -> Choice {
                if let chosen = Choice(rawValue: form[name]) { return chosen }
                if form.isPresent(name) { faults.append(.init(name, wording(.chooseOne))) }
                return absent
            }
            lifecycle = choice("lifecycle", CohortLifecycle.draft)
            access = choice("access", CohortAccess.closed)
            afterEnd = choice("afterEnd", AfterEnd.nothing)
            guard faults.isEmpty else { throw ServiceError(.unprocessable, wording(.faultsInForm), faults: faults) }
        }
    }
}
