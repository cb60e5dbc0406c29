import Cryptography
package import JOSE
package import LTI
package import Values

/// A platform that may launch us, by issuer and client id (LTI Core 1.3 §3.1.2); it may have many deployments.
package struct Registration: Sendable {
    /// What to do with a deployment that nobody has seen before (LTI-CLM-05).
    package enum DeploymentPolicy: String, Sendable, CaseIterable {
        /// Take it, marked for review.
        case auto
        /// Let it wait until an administrator says yes.
        case ask
        /// Refuse it.
        case closed
    }

    /// When the rosters of the platform's courses are read.
    package enum RosterPolicy: String, Sendable, CaseIterable {
        /// At the first launch of an instructor, every day, and by hand.
        case auto
        /// When staff ask for it.
        case hand
        /// Never.
        case off
    }

    /// What to do when the platform copied a course (LTI-PNS-07).
    package enum CopyPolicy: String, Sendable, CaseIterable {
        /// Offer it to staff.
        case ask
        /// Set the copy up by itself.
        case auto
        /// Nothing.
        case off
    }

    package var id: UUID16
    package var tenant: TenantID
    package var issuer: String
    package var clientID: String
    /// For staff.
    package var name: String
    package var authURL: String
    package var tokenURL: String
    /// Empty where ``publicKey`` takes its place.
    package var jwksURL: String
    /// The platform's key in PEM, where it publishes no key set.
    package var publicKey: String?
    /// The `aud` of our assertions where it isn't the token URL.
    package var tokenAudience: String?
    package var algorithms: AllowedAlgorithms = .standard
    /// Audiences beside ours that a token may name.
    package var trustedAudiences: [String] = []
    package var deploymentPolicy: DeploymentPolicy = .ask
    package var allowsAnonymous = false
    package var requiresSameTarget = false
    /// Whether names and addresses that launches bring are kept.
    package var keepsProfiles = true
    package var rosterPolicy: RosterPolicy = .auto
    /// What may show us in a frame beside the platform's own addresses, as ``FrameSource`` reads it.
    package var frameSources: [String] = []
    /// Changed by ``Registrations/setCopyPolicy(_:_:in:now:)`` alone.
    package var copyPolicy: CopyPolicy = .ask
    /// Whether the platform opens a learner's work (Submission Review 1.0). Changed by
    /// ``Registrations/setReviewsSubmissions(_:in:)`` alone.
    package var reviewsSubmissions = false
    /// After how many whole readings in a row that lack a member they are dropped; 0 keeps them.
    package var rosterDropAfter = 2
    /// Hours between two readings.
    package var rosterHours = 24
    /// What the line items that we make count to; over zero.
    package var gradeMaximum = 100.0
    /// Changed by ``Registrations/setSigningKeys(_:_:in:now:)`` alone, as is ``signingKeysAt``.
    package var signingKeys: SigningKeys = .shared
    package var signingKeysAt = Instant(microseconds: 0)
    package var isActive = true
    package var createdAt: Instant

    package init(
        id: UUID16, tenant: TenantID, issuer: String, clientID: String, name: String, authURL: String, tokenURL: String,
        jwksURL: String, createdAt: Instant
    ) {
        self.id = id
        self.tenant = tenant
        self.issuer = issuer
        self.clientID = clientID
        self.name = name
        self.authURL = authURL
        self.tokenURL = tokenURL
        self.jwksURL = jwksURL
        self.createdAt = createdAt
    }

    /// What launches are checked against.
    /// - Parameter toolOrigins: where our own pages are.
    package func platform(toolOrigins: Set<String>) -> PlatformRegistration {
        var platform = PlatformRegistration(issuer: issuer, clientID: clientID, toolOrigins: toolOrigins)
        platform.algorithms = algorithms
        platform.trustedAudiences = Set(trustedAudiences)
        platform.allowsAnonymous = allowsAnonymous
        platform.requiresSameTarget = requiresSameTarget
        return platform
    }

    /// The places whose pages may hold ours in a frame: the platform's own addresses, those of its known host, and what
    /// staff added.
    package var frameOrigins: [String] {
        let own = [issuer, authURL].compactMap { WebAddress($0)?.origin }
        let hosted = HostedPlatform.of(issuer: issuer)?.frameSources ?? []
        var sources: [String] = []
        for source in own + hosted + frameSources where !sources.contains(source) { sources.append(source) }
        return sources
    }

    /// Everything that keeps this from being a registration that works; the places are the columns' names.
    /// - Parameter allowsInsecure: takes http URLs also of other machines, for tests and closed networks.
    package func faults(allowsInsecure: Bool = false) -> [ServiceError.Fault] {
        var faults: [ServiceError.Fault] = []
        for (place, text) in [("issuer", issuer), ("client_id", clientID), ("name", name)]
        where text.isEmpty || text.utf8.count > 1_000 || text.utf8.contains(where: { $0 < 0x20 }) {
            faults.append(.init(place, "A text of 1 to 1,000 characters without control characters is needed."))
        }
        if let tokenAudience, tokenAudience.utf8.count > 1_000 || tokenAudience.utf8.contains(where: { $0 < 0x20 }) {
            faults.append(.init("token_audience", "At most 1,000 characters without control characters."))
        }
        var urls = [("auth_url", authURL), ("token_url", tokenURL), ("jwks_url", jwksURL)]
        if let publicKey {
            if !jwksURL.isEmpty { faults.append(.init("public_key", "Either a key set or a key, not both.")) }
            if (try? PublicKey(pem: publicKey)) == nil {
                faults.append(.init("public_key", "A public key in PEM is needed, from BEGIN to END."))
            }
            urls.removeLast()
        }
        for (place, url) in urls {
            guard let address = WebAddress(url) else {
                faults.append(.init(place, "An absolute https URL is needed."))
                continue
            }
            // The user's browser may open a page on its own machine; what we call ourselves is https (LTI-JWKSP-09).
            let isOwnPage = place == "auth_url" && address.isLoopbackName
            if !address.isSecure && !isOwnPage && !allowsInsecure {
                faults.append(.init(place, "The URL has to be https."))
            }
        }
        return faults
    }
}
