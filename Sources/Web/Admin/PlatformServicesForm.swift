import Connections
import Texts
import Values
import Workflows

/// How a platform's rosters are read and what its gradebooks count to, as a form.
struct PlatformServicesForm {
    let wording: Wording

    func view(_ visit: StaffVisit, _ platform: Registration) -> FormView {
        visit.form(
            "/admin/platforms/\(platform.id)/services", .save,
            [
                Field(
                    "rosterPolicy", wording(.rosterPolicy), .choice(policies), value: platform.rosterPolicy.rawValue,
                    help: wording(.rosterPolicyHelp)),
                Field(
                    "rosterHours", wording(.rosterHours), .input("number"), value: String(platform.rosterHours)),
                Field(
                    "rosterDropAfter", wording(.rosterDropAfter), .input("number"),
                    value: String(platform.rosterDropAfter), help: wording(.rosterDropAfterHelp)),
                Field(
                    "gradeMaximum", wording(.gradeMaximum), .input("number"),
                    value: Self.text(platform.gradeMaximum), help: wording(.gradeMaximumHelp)),
            ])
    }

    private var policies: [(value: String, label: String)] {
        [
            ("auto", wording(.rosterPolicyAuto)), ("hand", wording(.rosterPolicyHand)),
            ("off", wording(.rosterPolicyOff)),
        ]
    }

    private static func text(_ points: Double) -> String {
        points == points.rounded() ? String(Int(points)) : String(points)
    }

    /// - Throws: `unprocessable` for a policy that isn't one.
    func change(_ form: FormBody) throws -> SavePlatformServices.Change {
        guard let policy = Registration.RosterPolicy(rawValue: form["rosterPolicy"]) else {
            throw ServiceError(
                .unprocessable, wording(.faultsInForm), faults: [.init("rosterPolicy", wording(.chooseOne))])
        }
        return SavePlatformServices.Change(
            rosterPolicy: policy, dropAfter: Int(form["rosterDropAfter"]) ?? -1,
            hours: Int(form["rosterHours"]) ?? 0, gradeMaximum: Double(form["gradeMaximum"]) ?? 0)
    }
}
