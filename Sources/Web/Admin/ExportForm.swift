import Cohorts
import Exports
import Texts
import Values
import Workflows

/// The forms of the exports, and what they come to.
struct ExportForm {
    let services: Services
    let wording: Wording

    /// - Parameter courses: those that one of may be chosen, with their groups.
    func completions(_ courses: [(course: Course, cohorts: [CohortListItem])]) -> [Field] {
        let everything = (value: "", label: wording(.everything))
        let groups = courses.flatMap { listing in
            listing.cohorts.map { ("\($0.cohort.id)", "\(listing.course.title): \($0.cohort.name)") }
        }
        return [
            Field(
                "course", wording(.course),
                .choice([everything] + courses.map { ("\($0.course.id)", $0.course.title) })),
            Field("cohort", wording(.groupName), .choice([everything] + groups)),
            Field("as-of", wording(.asOfField), .input("date"), help: wording(.asOfHelp)),
            Field("zone", wording(.zoneField), value: "UTC"),
            Field(
                "format", wording(.csvFormat),
                .choice([
                    ("comma", wording(.csvComma)), ("semicolon", wording(.csvSemicolon)),
                    ("machine", wording(.csvMachine)),
                ])), purpose,
        ]
    }

    var statements: [Field] { StatementSearchForm.fields(wording) + [purpose] }

    private var purpose: Field { Field("purpose", wording(.purpose), help: wording(.purposeHelp), isRequired: true) }

    /// - Throws: `unprocessable` with every fault.
    func completions(_ form: FormBody) throws -> ExportOptions {
        var options = ExportOptions()
        var faults: [ServiceError.Fault] = []
        if let zone = CohortZone(form["zone"]) {
            options.zone = zone
        } else {
            faults.append(.init("zone", wording(.faultZone)))
        }
        for (name, path) in [("course", \ExportOptions.course), ("cohort", \.cohort)] where !form[name].isEmpty {
            options[keyPath: path] = UUID16(form[name])
            if options[keyPath: path] == nil { faults.append(.init(name, wording(.faultIdentifier))) }
        }
        if !form["as-of"].isEmpty {
            options.asOf = LocalDay(form["as-of"]).map { options.zone.start(of: $0.adding(days: 1)) }
            if options.asOf == nil { faults.append(.init("as-of", wording(.faultDay))) }
        }
        guard faults.isEmpty else { throw ServiceError(.unprocessable, wording(.faultsInForm), faults: faults) }
        options.dialect =
            switch form["format"] {
            case "machine": .machine
            case "semicolon": .spreadsheet(zone: options.zone, separator: ";")
            default: .spreadsheet(zone: options.zone)
            }
        return options
    }

    /// - Throws: `unprocessable` with every fault.
    func statements(_ form: FormBody) throws -> ExportOptions {
        let search = try StatementSearchForm(services, wording).search(form)
        var options = ExportOptions()
        options.agent = search.agent
        options.relatedAgents = search.agent != nil
        (options.verb, options.activity) = (search.verb, search.activity)
        options.relatedActivities = search.activity != nil
        (options.registration, options.since, options.until) = (search.registration, search.since, search.until)
        return options
    }
}
