import LearningRecords
import Texts
import Values
import Workflows
import XAPI

/// The form of a system that statements are forwarded to, empty or with what stands already, and what it comes to.
struct ForwardingForm {
    let services: Services
    let wording: Wording

    /// For a new system.
    var fields: [Field] {
        [
            Field("name", wording(.name), isRequired: true),
            Field(
                "kind", wording(.kindField), .choice([("1", wording(.kindRecordStore)), ("2", wording(.kindWebhook))])),
        ] + target + credential + filter + [Field("from-start", wording(.fromStart), .check)]
    }

    /// For one that is there: its kind stays, and its secret isn't shown.
    func fields(of settings: ForwardingSettings) -> [Field] {
        var fields = [Field("name", wording(.name), isRequired: true)] + target
        if settings.kind == .recordStore { fields += credential }
        fields += filter
        let search = StatementSearchForm(services, wording)
        let values = [
            "name": settings.name, "url": settings.url, "version": settings.version, "key": settings.keyID,
            "agent": search.text(of: settings.agent), "verb": settings.verb ?? "",
            "activity": settings.activity ?? "", "registration": settings.registration?.description ?? "",
        ]
        for i in fields.indices {
            fields[i].value = values[fields[i].name] ?? ""
            if fields[i].name == "secret" { fields[i].help = wording(.keepSecretHelp) }
        }
        return fields
    }

    private var target: [Field] {
        [Field("url", wording(.addressField), .input("url"), help: wording(.addressHelp), isRequired: true)]
    }

    private var credential: [Field] {
        [
            Field(
                "version", wording(.xapiVersion), .choice([("1.0.3", "1.0.3"), ("2.0.0", "2.0.0")]),
                help: wording(.xapiVersionHelp)),
            Field("key", wording(.keyID)), Field("secret", wording(.secret), .input("password")),
        ]
    }

    private var filter: [Field] { Array(StatementSearchForm.fields(wording).prefix(4)) }

    /// - Parameter known: what stands already, for what the form can't say.
    /// - Throws: `unprocessable` with every fault.
    func settings(_ form: FormBody, changing known: ForwardingSettings? = nil) throws -> ForwardingSettings {
        let search = try StatementSearchForm(services, wording).search(form)
        var settings = ForwardingSettings(
            name: String(form["name"].prefix(200)),
            kind: known?.kind ?? (form["kind"] == "2" ? .webhook : .recordStore),
            url: form["url"])
        settings.version = form["version"].isEmpty ? "1.0.3" : form["version"]
        settings.keyID = form["key"]
        settings.secret = Secret(form["secret"])
        settings.agent = search.agent ?? known?.agent.flatMap { isSayable($0) ? nil : $0 }
        (settings.verb, settings.activity) = (search.verb, search.activity)
        settings.registration = search.registration
        settings.relatedActivities = known?.relatedActivities ?? false
        return settings
    }

    private func isSayable(_ agent: AgentIdentifier) -> Bool {
        !StatementSearchForm(services, wording).text(of: agent).isEmpty
    }

    /// From when on statements are sent again.
    /// - Throws: `unprocessable` without a day, unless everything is asked for in words.
    func day(_ form: FormBody) throws -> Instant {
        if let day = try StatementSearchForm(services, wording).search(form).since { return day }
        guard !form["everything"].isEmpty else {
            throw ServiceError(
                .unprocessable, wording(.faultsInForm), faults: [.init("since", wording(.replayNeedsDay))])
        }
        return Instant(microseconds: 0)
    }
}
