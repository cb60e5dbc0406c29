package import Connections
import Database
import JOSE
import LTI
import OutboundHTTP
package import Values

/// Takes what a platform posted to the launch URL, checks it, and opens a visit, or refuses it with everything that is
/// wrong in the launch record.
package struct LaunchLearner: Sendable {
    package enum Outcome: Sendable {
        /// - Parameter token: the visit's proof, for its cookie.
        case opened(LaunchSession, token: String)
        /// Good but for the missing cookie: the platform's storage may still prove the browser.
        case parked(ParkedLaunch)
        case refused(LaunchRefusal)
    }

    private let services: Services
    private let log: LaunchLog

    /// - Parameter mayRecord: asked before each refusal of what no platform signed.
    package init(_ services: Services, mayRecord: @escaping @Sendable () -> Bool = { true }) {
        self.services = services
        log = LaunchLog(services, mayRecord: mayRecord)
    }

    /// - Parameters:
    ///   - browserProof: gives the value of a cookie by its name; the login's cookie is looked for.
    ///   - reference: the request's id, for pages and records.
    package func run(
        _ form: URLEncodedForm, browserProof: (_ cookieName: String) -> String?, reference: String
    ) async throws -> Outcome {
        let response: AuthenticationResponse
        do {
            response = try AuthenticationResponse(form)
        } catch {
            return .refused(
                try await log.refuse(LaunchVerdict(refusing: error), registration: nil, reference: reference))
        }
        switch response {
        case .platformError(let error, let state):
            let proof = state.flatMap { browserProof(LoginSecrets.cookieName(state: $0)) }
            return .refused(try await fail(error, state: state, browserProof: proof, reference))
        case .token(let text, let state):
            let proof = state.flatMap { browserProof(LoginSecrets.cookieName(state: $0)) }
            return try await take(text, state: state, browserProof: proof, reference) { login, registration, token in
                try park(token, text, login, registration, state: state ?? "")
            }
        }
    }

    /// Takes a parked launch up again, with what the platform's storage gave.
    /// - Parameters:
    ///   - proof: nil when it gave nothing.
    ///   - note: one word of the script on why; it goes into the launch record.
    package func run(
        parked parcel: String, state: String, proof: String?, note: String, reference: String
    ) async throws -> Outcome {
        guard let text = LaunchParcel(vault: services.vault).open(parcel, state: state) else {
            return .refused(
                try await log.refuse(
                    LaunchVerdict(refusing: .stateUnknown), registration: nil, reference: reference))
        }
        return try await take(
            text, state: state, browserProof: proof, reference,
            warning: "platform_storage:" + note.filter { $0.isASCII && ($0.isLetter || $0 == "_") }.prefix(40))
    }

    /// Nil when nothing but the cookie could keep the proof. What the token claims is signed, or the verdict would have
    /// said so.
    private func park(
        _ token: UnverifiedLaunch, _ text: String, _ login: LoginState, _ registration: Registration, state: String
    ) throws -> ParkedLaunch? {
        guard let target = login.storageTarget ?? (login.place.isFramed ? "" : nil),
            let origin = WebAddress(registration.authURL)?.origin
        else { return nil }
        let page = token.claimedPageURL.flatMap(FrameSource.page)
        let back = token.claimedReturnURL.flatMap { WebAddress($0)?.origin }
        return ParkedLaunch(
            state: state, target: target, origin: origin,
            parcel: try LaunchParcel(vault: services.vault).seal(text, state: state), restart: login.initiation,
            frameOrigins: registration.frameOrigins + [page].compactMap { $0 },
            formTargets: [back].compactMap { $0 })
    }

    private func take(
        _ text: String, state: String?, browserProof: String?, _ reference: String, warning: String? = nil,
        parking: (LoginState, Registration, UnverifiedLaunch) throws -> ParkedLaunch? = { _, _, _ in nil }
    ) async throws -> Outcome {
        let token: UnverifiedLaunch
        do {
            token = try UnverifiedLaunch(text)
        } catch {
            let origin = try await origin(of: state, token: nil)
            let verdict = LaunchVerdict(refusing: error)
            return .refused(
                try await log.refuse(
                    verdict, registration: origin.registration, reference: reference, state: origin.login))
        }
        let origin = try await origin(of: state, token: token)
        let facts = origin.facts(state: state, browserProof: browserProof, now: services.world.now())
        guard let registration = origin.registration, registration.isActive else {
            let reason = origin.registration == nil ? LaunchReason.registrationUnknown : .registrationDisabled
            return .refused(
                try await log.refuse(
                    LaunchVerdict(refusing: reason), registration: origin.registration, reference: reference))
        }
        let verdict = try await judge(token, facts, registration)
        if verdict.reasons == [.browserUnproven], let login = origin.login,
            let parked = try parking(login, registration, token)
        {
            return .parked(parked)
        }
        guard let launch = verdict.launch, let state else {
            return .refused(
                try await log.refuse(
                    warning.map(verdict.warning) ?? verdict, registration: registration, reference: reference,
                    state: origin.login, token: token))
        }
        return try await AdmitLaunch(services, log, receipt: LaunchReceipt(token, isSigned: true)).run(
            launch, verdict, registration: registration, state: state, reference: reference)
    }

    /// Where a launch comes from: by its state, or, for the record of one without a good state, by what it says.
    private func origin(of state: String?, token: UnverifiedLaunch?) async throws -> Origin {
        let parties = token?.claimedParties
        return try await services.database.read { tx in
            if let login = try state.flatMap({ try LoginStates.find($0, in: tx) }) {
                return Origin(login: login, registration: try Registrations.find(login.registration, in: tx))
            }
            guard let parties else { return Origin() }
            for audience in parties.audiences.prefix(5) {
                let named = try Registrations.find(issuer: parties.issuer, clientID: audience, in: tx)
                if let named { return Origin(registration: named) }
            }
            return Origin()
        }
    }

    private struct Origin: Sendable {
        var login: LoginState?
        var registration: Registration?

        func facts(state: String?, browserProof: String?, now: Instant) -> LoginFacts {
            guard state != nil else { return .missing }
            return login?.facts(browserProof: browserProof, now: now) ?? .unknown
        }
    }

    private func judge(
        _ token: UnverifiedLaunch, _ facts: LoginFacts, _ registration: Registration
    ) async throws -> LaunchVerdict {
        let keys: JSONWebKeySet
        do {
            keys = try await services.platformKeys.keys(for: registration, keyID: token.keyID)
        } catch is OutboundError {
            return LaunchVerdict(refusing: .keysUnavailable)
        } catch is JOSEError {
            return LaunchVerdict(refusing: .keysUnavailable)
        }
        let verdict = LaunchValidation.validate(
            token, keys: keys, login: facts,
            registration: registration.platform(toolOrigins: services.settings.toolOrigins),
            now: services.world.now())
        guard verdict.hasForeignNonce, let nonce = token.claimedNonce else { return verdict }
        let isReplayed = try await services.database.read { try LoginStates.isUsed(nonce: nonce, in: $0) }
        return isReplayed ? verdict.refused(adding: .nonceReplayed) : verdict
    }

    /// An error in place of a token ends the login that it answers (LTI-AUTHREQ-12).
    private func fail(
        _ error: AuthenticationResponse.PlatformError, state: String?, browserProof: String?, _ reference: String
    ) async throws -> LaunchRefusal {
        let origin = try await origin(of: state, token: nil)
        let now = services.world.now()
        let facts = origin.facts(state: state, browserProof: browserProof, now: now)
        if case .open = facts, let state, let login = origin.login {
            _ = try await services.database.write { tx in
                try LoginStates.consume(state, registration: login.registration, in: tx, now: now)
            }
        }
        let reason = LaunchReason.platformError(error.code, explanation: error.explanation)
        var refusal = try await log.refuse(
            LaunchVerdict(refusing: reason), registration: origin.registration, reference: reference)
        refusal.platformCode = error.code
        return refusal
    }
}

extension ServiceSettings {
    /// Where a launch may lead: our own pages.
    var toolOrigins: Set<String> { Set([WebAddress(publicURL)?.origin].compactMap { $0 }) }
}
