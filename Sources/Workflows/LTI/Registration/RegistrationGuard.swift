import Connections
import Database
import LTI
import Values

/// What a platform that registers by itself has to show, so that nobody becomes a platform by a file that they could put
/// where it is served.
struct RegistrationGuard {
    /// How many platforms may wait for approval at once.
    static let mostPending = 20

    let configuration: OpenIDConfiguration
    /// Where the configuration was read.
    let address: WebAddress

    /// Issuer, configuration and all addresses lie on one origin, or with one known host of many platforms, unless our
    /// administrator trusts the issuer wherever its parts lie (LTI-DR-04; Dynamic Registration 1.0 §3.5.1).
    func checkOrigins(trustedIssuer: String?) throws(ServiceError) {
        if let trustedIssuer, trustedIssuer == configuration.issuer { return }
        guard let issuer = WebAddress(configuration.issuer), belongs(address, to: issuer) else {
            throw ServiceError(
                .unprocessable,
                "The issuer \(configuration.issuer) and the configuration on \(address.origin) aren't one.")
        }
        let addresses = [
            ("authorization_endpoint", configuration.authorizationEndpoint), ("jwks_uri", configuration.jwksURI),
            ("token_endpoint", configuration.tokenEndpoint),
            ("registration_endpoint", configuration.registrationEndpoint),
        ]
        let faults = addresses.compactMap { name, url -> ServiceError.Fault? in
            guard let place = WebAddress(url) else { return .init(name, "is no URL") }
            if belongs(place, to: issuer) { return nil }
            if name == "token_endpoint", HostedPlatform.isTokenService(place) { return nil }
            return .init(name, "lies on \(place.origin), not where the issuer does")
        }
        guard faults.isEmpty else {
            throw ServiceError(
                .unprocessable,
                "The platform's addresses aren't on one host. Ask for an invitation that trusts its issuer.",
                faults: faults)
        }
    }

    private func belongs(_ place: WebAddress, to issuer: WebAddress) -> Bool {
        place.origin == issuer.origin
            || HostedPlatform.of(issuer: configuration.issuer)?.holds(place) == true
    }

    /// Without an invitation nothing that is there changes: a known issuer keeps its addresses, and there is an end to
    /// what may wait.
    func checkUninvited(_ tenant: TenantID, in tx: Transaction) throws {
        let known = try Registrations.of(issuer: configuration.issuer, in: tx).filter { $0.isActive }
        let isHosted = HostedPlatform.of(issuer: configuration.issuer) != nil
        guard isHosted || known.allSatisfy(hasTheSameAddresses) else {
            throw ServiceError(
                .conflict, "This issuer is connected with other addresses. To change them, ask for an invitation.")
        }
        guard try Registrations.countPending(of: tenant, in: tx) < Self.mostPending else {
            throw ServiceError(
                .tooManyRequests, "Too many platforms wait for approval. Ask for an invitation.", retryAfter: 3_600)
        }
    }

    private func hasTheSameAddresses(_ known: Registration) -> Bool {
        known.authURL == configuration.authorizationEndpoint && known.tokenURL == configuration.tokenEndpoint
            && known.jwksURL == configuration.jwksURI
    }
}
