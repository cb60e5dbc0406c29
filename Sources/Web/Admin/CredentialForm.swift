import Access
import Texts
import Values
import Workflows

/// The form of a credential of an LRS client, empty or with what it has, and what it comes to.
struct CredentialForm {
    let wording: Wording

    /// - Parameter known: what stands already; nil for a new one.
    func fields(_ known: CredentialSummary? = nil) -> [Field] {
        [Field("name", wording(.name), value: known?.name ?? "", isRequired: true)]
            + XAPIScope.allCases.map { scope in
                Field(
                    "scope-" + scope.rawValue, "\(wording(Self.words(of: scope))) (\(scope.rawValue))", .check,
                    value: known?.scopes.scopes.contains(scope) == true ? "1" : "")
            } + [
                Field(
                    "rate", wording(.rateField), .input("number"), value: known?.rate.map(String.init) ?? "",
                    help: wording(.rateHelp))
            ]
    }

    /// - Throws: `unprocessable` with every fault.
    func settings(_ form: FormBody) throws -> (name: String, scopes: XAPIScopes, rate: Int?) {
        let scopes = XAPIScope.allCases.filter { !form["scope-" + $0.rawValue].isEmpty }
        var faults: [ServiceError.Fault] = []
        if form["name"].isEmpty { faults.append(.init("name", wording(.faultMissing))) }
        if scopes.isEmpty { faults.append(.init("scope-" + XAPIScope.allCases[0].rawValue, wording(.chooseOne))) }
        let rate = Int(form["rate"])
        if !form["rate"].isEmpty, rate.map({ $0 < 0 }) ?? true {
            faults.append(.init("rate", wording(.rateHelp)))
        }
        guard faults.isEmpty else { throw ServiceError(.unprocessable, wording(.faultsInForm), faults: faults) }
        return (String(form["name"].prefix(200)), XAPIScopes(Set(scopes)), rate)
    }

    /// How long the secret before works beside a new one.
    static func overlaps(_ wording: Wording) -> Field {
        Field(
            "overlap", wording(.overlapField),
            .choice([
                ("168", wording(.overlapWeek)), ("24", wording(.overlapDay)), ("720", wording(.overlapMonth)),
                ("0", wording(.overlapNone)),
            ]))
    }

    /// - Returns: seconds.
    /// - Throws: `invalid` for anything that the form doesn't offer.
    static func overlap(_ form: FormBody) throws -> Int64 {
        guard let hours = Int64(form["overlap"]), 0...720 ~= hours else {
            throw ServiceError(.invalid, "The overlap is between 0 and 720 hours.")
        }
        return hours * 3_600
    }

    static func words(of scope: XAPIScope) -> TextKey {
        switch scope {
        case .statementsWrite: .scopeStatementsWrite
        case .statementsReadMine: .scopeStatementsReadMine
        case .statementsRead: .scopeStatementsRead
        case .state: .scopeState
        case .define: .scopeDefine
        case .profile: .scopeProfile
        case .allRead: .scopeAllRead
        case .all: .scopeAll
        case .keepAuthority: .scopeKeepAuthority
        case .mergeAgents: .scopeMergeAgents
        }
    }
}
