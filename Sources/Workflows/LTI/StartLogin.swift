import Access
package import Connections
import Database
import LTI
package import Values

/// Answers a platform's login initiation with the OpenID Connect request that the browser carries back.
package struct StartLogin: Sendable {
    /// What the browser is told.
    package enum Outcome: Sendable {
        /// To be sent to `url`, with a cookie that binds the login to this browser.
        /// - Parameter storage: where else the proof is to be kept; nil when the platform offers nothing.
        case redirect(url: String, cookieName: String, cookieValue: String, storage: Storage?)
        /// - Parameter frameOrigins: who may show the answer in a frame.
        case refused(LaunchRefusal)
    }

    /// What the platform's page keeps for us (1EdTech postMessage Storage), beside the cookie.
    package struct Storage: Sendable {
        /// `_parent`, or the name of a frame there; empty when the platform keeps nothing, but this tab may.
        package var target: String
        /// That of the authorization endpoint: nobody else is told the value.
        package var origin: String
        package var key: String
        package var value: String
        /// Who may show the page that puts it away.
        package var frameOrigins: [String]
        /// Parameters with which the login can begin in a window of its own, as long as its hint isn't used up.
        package var restart: URLEncodedForm
    }

    private let services: Services
    private let log: LaunchLog

    /// - Parameter mayRecord: asked before each refusal.
    package init(_ services: Services, mayRecord: @escaping @Sendable () -> Bool = { true }) {
        self.services = services
        log = LaunchLog(services, mayRecord: mayRecord)
    }

    /// - Parameters:
    ///   - place: where in the browser the answer will be shown.
    ///   - reference: the request's id, which the page of a refusal shows.
    package func run(
        _ form: URLEncodedForm, at place: LoginPlace = LoginPlace(), reference: String
    ) async throws -> Outcome {
        var outcome = try await answer(form, place, reference)
        if case .refused(var refusal) = outcome {
            refusal.frameOrigins += [place.embedder].compactMap { $0 }
            outcome = .refused(refusal)
        }
        return outcome
    }

    private func answer(_ form: URLEncodedForm, _ place: LoginPlace, _ reference: String) async throws -> Outcome {
        let login: LoginInitiation
        do {
            login = try LoginInitiation(form)
        } catch {
            return .refused(try await refuse(error.launchReason, nil, form, reference))
        }
        let found = try await services.database.read { tx in
            if let client = login.clientID {
                return try Registrations.find(issuer: login.issuer, clientID: client, in: tx).map { [$0] } ?? []
            }
            return try Registrations.of(issuer: login.issuer, in: tx)
        }
        guard let registration = found.first else {
            return .refused(try await refuse(.registrationUnknown, nil, form, reference))
        }
        guard found.count == 1 else {
            let missing = LoginInitiation.Fault.missing("client_id").launchReason
            return .refused(try await refuse(missing, nil, form, reference))
        }
        guard registration.isActive else {
            return .refused(try await refuse(.registrationDisabled, registration, form, reference))
        }
        return try await begin(login, registration, place)
    }

    private func begin(
        _ login: LoginInitiation, _ registration: Registration, _ place: LoginPlace
    ) async throws -> Outcome {
        let secrets = LoginSecrets(world: services.world)
        let now = services.world.now()
        let isSweeping = services.world.randomBytes(1).first.map { $0 < 8 } ?? false
        try await services.database.append { tx in
            try LoginStates.add(secrets, for: login, registration: registration.id, at: place, in: tx, now: now)
            if isSweeping { try LoginStates.forgetOld(in: tx, now: now) }
        }
        let request = AuthenticationRequest(
            answering: login, clientID: registration.clientID, redirectURI: services.settings.launchURL,
            state: secrets.state, nonce: secrets.nonce)
        return .redirect(
            url: request.url(at: registration.authURL), cookieName: LoginSecrets.cookieName(state: secrets.state),
            cookieValue: secrets.browserProof, storage: storage(for: login, registration, secrets, place))
    }

    private func storage(
        for login: LoginInitiation, _ registration: Registration, _ secrets: LoginSecrets, _ place: LoginPlace
    ) -> Storage? {
        guard let target = login.storageTarget ?? (place.isFramed ? "" : nil),
            let origin = WebAddress(registration.authURL)?.origin
        else {
            return nil
        }
        return Storage(
            target: target, origin: origin, key: LoginSecrets.storageKey(state: secrets.state),
            value: secrets.browserProof,
            frameOrigins: registration.frameOrigins + [place.embedder].compactMap { $0 }, restart: login.form)
    }

    private func refuse(
        _ reason: LaunchReason, _ registration: Registration?, _ form: URLEncodedForm, _ reference: String
    ) async throws -> LaunchRefusal {
        try await log.refuse(
            LaunchVerdict(refusing: reason), registration: registration, reference: reference, login: form)
    }
}

extension LoginInitiation.Fault {
    fileprivate var launchReason: LaunchReason {
        switch self {
        case .missing(let name): .parameterMissing(name)
        case .repeated(let name): .parameterRepeated(name)
        case .tooLong(let name): .parameterTooLong(name)
        }
    }
}

extension ServiceSettings {
    /// The one redirect URI, as it is registered with every platform.
    package var launchURL: String { publicURL + "/lti/launch" }
    package var loginURL: String { publicURL + "/lti/login" }
}
