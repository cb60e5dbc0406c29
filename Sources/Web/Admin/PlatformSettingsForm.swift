import Connections
import Cryptography
import JOSE
import Texts
import Values
import Workflows

/// What a platform's registration says, as facts, as a form, and as what was sent again.
struct PlatformSettingsForm {
    let wording: Wording

    func facts(of platform: Registration) -> [(label: String, cell: Cell)] {
        [
            (wording(.status), PlatformView.activity(platform.isActive, wording)),
            (wording(.issuer), .code(platform.issuer)), (wording(.clientID), .code(platform.clientID)),
            (wording(.authURL), .code(platform.authURL)), (wording(.tokenURL), .code(platform.tokenURL)),
            (wording(.platformTokenAudience), .code(platform.tokenAudience ?? "")),
            (wording(.platformKeysURL), .code(platform.jwksURL)),
            (wording(.platformAlgorithms), .code(platform.algorithms.text)),
            (
                wording(.platformProfiles),
                .text(label(of: platform.keepsProfiles ? "keep" : "none", in: profileChoices))
            ),
            (
                wording(.platformPolicy),
                .text(label(of: platform.deploymentPolicy.rawValue, in: policyChoices))
            ),
            (wording(.platformAnonymous), .text(wording(platform.allowsAnonymous ? .yes : .no))),
        ]
    }

    func view(_ visit: StaffVisit, _ platform: Registration) -> FormView {
        visit.form(
            "/admin/platforms/\(platform.id)/settings", .save,
            [
                Field("name", wording(.name), value: platform.name, isRequired: true),
                Field("auth_url", wording(.authURL), .input("url"), value: platform.authURL, isRequired: true),
                Field("token_url", wording(.tokenURL), .input("url"), value: platform.tokenURL, isRequired: true),
                Field(
                    "token_audience", wording(.platformTokenAudience), value: platform.tokenAudience ?? "",
                    help: wording(.platformTokenAudienceHelp)),
                Field("jwks_url", wording(.platformKeysURL), .input("url"), value: platform.jwksURL),
                Field(
                    "public_key", wording(.platformPublicKey), .area, value: platform.publicKey ?? "",
                    help: wording(.platformPublicKeyHelp)),
            ] + algorithms(platform.algorithms) + [
                profiles(platform.keepsProfiles), policy(platform.deploymentPolicy),
                Field(
                    "anonymous", wording(.platformAnonymous), .check, value: platform.allowsAnonymous ? "1" : ""),
            ])
    }

    /// Whether names and addresses are kept; also asked of a new platform.
    func profiles(_ keeps: Bool) -> Field {
        Field(
            "profiles", wording(.platformProfiles), .choice(profileChoices), value: keeps ? "keep" : "none",
            help: wording(.platformProfilesHelp))
    }

    /// What happens to deployments that nobody has seen before; also asked of a new platform.
    func policy(_ policy: Registration.DeploymentPolicy) -> Field {
        Field("policy", wording(.platformPolicy), .choice(policyChoices), value: policy.rawValue)
    }

    private func algorithms(_ allowed: AllowedAlgorithms) -> [Field] {
        SignatureAlgorithm.allCases.map { algorithm in
            Field(
                "alg_" + algorithm.rawValue, wording(.platformAlgorithm, ["name": algorithm.rawValue]), .check,
                value: allowed.contains(algorithm) ? "1" : "")
        }
    }

    private var profileChoices: [(value: String, label: String)] {
        [("keep", wording(.platformProfilesKeep)), ("none", wording(.platformProfilesNone))]
    }

    private var policyChoices: [(value: String, label: String)] {
        Registration.DeploymentPolicy.allCases.map { policy in
            let key: TextKey =
                switch policy {
                case .auto: .platformPolicyAuto
                case .ask: .platformPolicyAsk
                case .closed: .platformPolicyClosed
                }
            return (policy.rawValue, wording(key))
        }
    }

    private func label(of value: String, in choices: [(value: String, label: String)]) -> String {
        choices.first { $0.value == value }?.label ?? ""
    }
}

// MARK: - what was sent

extension PlatformSettingsForm {
    /// - Throws: `unprocessable` for a choice that isn't one of those offered.
    func change(_ form: FormBody) throws -> SavePlatform.Change {
        var faults: [ServiceError.Fault] = []
        let keeps = keepsProfiles(form, &faults)
        let policy = deploymentPolicy(form, &faults)
        let allowed = SignatureAlgorithm.allCases.filter { !form["alg_" + $0.rawValue].isEmpty }
        if allowed.isEmpty, let first = SignatureAlgorithm.allCases.first {
            faults.append(.init("alg_" + first.rawValue, wording(.chooseOne)))
        }
        guard faults.isEmpty, let keeps, let policy else {
            throw ServiceError(.unprocessable, wording(.faultsInForm), faults: faults)
        }
        return SavePlatform.Change(
            name: form["name"], authURL: form["auth_url"], tokenURL: form["token_url"], jwksURL: form["jwks_url"],
            publicKey: form["public_key"].isEmpty ? nil : form["public_key"],
            tokenAudience: form["token_audience"].isEmpty ? nil : form["token_audience"],
            algorithms: AllowedAlgorithms(Set(allowed)), deploymentPolicy: policy,
            allowsAnonymous: !form["anonymous"].isEmpty, keepsProfiles: keeps)
    }

    /// Nil for an answer that isn't one.
    func keepsProfiles(_ form: FormBody, _ faults: inout [ServiceError.Fault]) -> Bool? {
        switch form["profiles"] {
        case "keep": return true
        case "none": return false
        default:
            faults.append(.init("profiles", wording(.chooseOne)))
            return nil
        }
    }

    /// Nil for an answer that isn't one.
    func deploymentPolicy(
        _ form: FormBody, _ faults: inout [ServiceError.Fault]
    ) -> Registration.DeploymentPolicy? {
        let policy = Registration.DeploymentPolicy(rawValue: form["policy"])
        if policy == nil { faults.append(.init("policy", wording(.chooseOne))) }
        return policy
    }
}
