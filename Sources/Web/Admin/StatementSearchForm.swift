import LearningRecords
import Texts
import Values
import Workflows
import XAPI

/// The fields of a search for statements, and what they come to.
struct StatementSearchForm {
    private let homePage: String
    private let wording: Wording

    init(_ services: Services, _ wording: Wording) {
        homePage = services.settings.publicURL
        self.wording = wording
    }

    static func fields(_ wording: Wording) -> [Field] {
        [
            Field("agent", wording(.actorField), .input("search"), help: wording(.actorHelp)),
            Field("verb", wording(.verbField), .input("search")),
            Field("activity", wording(.activityField), .input("search")),
            Field("registration", wording(.registration), .input("search")),
            Field("since", wording(.firstDay), .input("date"), help: wording(.daysAreUTC)),
            Field("until", wording(.lastDay), .input("date"), help: wording(.daysAreUTC)),
        ]
    }

    /// Hidden fields by which the next page begins behind a statement.
    static func fields(of position: StatementPosition) -> [(name: String, value: String)] {
        [("after", "\(position.stored.microseconds)"), ("row", "\(position.row)")]
    }

    /// - Throws: `unprocessable` with every fault.
    func search(_ form: FormBody) throws -> StatementSearch {
        var search = StatementSearch()
        var faults: [ServiceError.Fault] = []
        search.agent = form["agent"].isEmpty ? nil : agent(form["agent"])
        search.verb = form["verb"].isEmpty ? nil : form["verb"]
        search.activity = form["activity"].isEmpty ? nil : form["activity"]
        if !form["registration"].isEmpty {
            search.registration = UUID16(form["registration"])
            if search.registration == nil { faults.append(.init("registration", wording(.faultIdentifier))) }
        }
        for (name, path, days) in [("since", \StatementSearch.since, 0), ("until", \.until, 1)]
        where !form[name].isEmpty {
            guard let day = Instant(rfc3339: form[name] + "T00:00:00Z") else {
                faults.append(.init(name, wording(.faultDay)))
                continue
            }
            search[keyPath: path] = day.adding(seconds: Int64(days) * 86_400)
        }
        guard faults.isEmpty else { throw ServiceError(.unprocessable, wording(.faultsInForm), faults: faults) }
        if let stored = Int64(form["after"]), let row = Int64(form["row"]) {
            search.after = StatementPosition(stored: Instant(microseconds: stored), row: row)
        }
        return search
    }

    /// The agent as it is typed in; empty for one that can't be.
    func text(of agent: AgentIdentifier?) -> String {
        switch agent {
        case .mbox(let address): String(address.dropFirst("mailto:".count))
        case .account(let home, let name): home == homePage ? name : home + "|" + name
        case .mboxSHA1, .openID, nil: ""
        }
    }

    /// An address, `homePage|name`, or the name of an account of this service.
    private func agent(_ text: String) -> AgentIdentifier {
        if let bar = text.lastIndex(of: "|") {
            return .account(homePage: String(text[..<bar]), name: String(text[text.index(after: bar)...]))
        }
        guard text.contains("@") else { return .account(homePage: homePage, name: text) }
        return .mbox(text.hasPrefix("mailto:") ? text : "mailto:" + text)
    }
}
