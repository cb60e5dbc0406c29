public import JOSE
import JSON
public import Values

/// The check of a launch as a pure function: the same token, keys, login, registration and clock give the same verdict.
///
/// Nothing is fetched, stored or used up. A caller whose verdict has ``needsOtherKeys`` may read the platform's keys anew
/// and ask again.
public enum LaunchValidation {
    public static func validate(
        _ launch: UnverifiedLaunch, keys: JSONWebKeySet, login: LoginFacts, registration: PlatformRegistration,
        now: Instant
    ) -> LaunchVerdict {
        var log = LaunchCheckLog()
        log.pass(.response)
        log.settle(.state, login.reason)
        log.pass(.registration)
        log.pass(.form)
        guard checkSignature(of: launch, keys: keys, registration: registration, &log) else { return log.refusal }
        let document: JSONDocument
        do {
            document = try JSONDocument(parsing: launch.token.payload, limits: launchJSONLimits)
        } catch {
            log.fail(.tokenMalformed("payload: \(error.message)"))
            return log.refusal
        }
        guard document.root.kind == .object else {
            log.fail(.tokenMalformed("the payload is no object"))
            return log.refusal
        }
        let times = SecurityClaims(document.root, registration: registration, login: login, now: now).check(&log)
        return MessageClaims(document.root, registration: registration, login: login).verdict(times: times, log)
    }

    /// For a text that isn't even a token, and everything `validate` does.
    public static func validate(
        token text: String, keys: JSONWebKeySet, login: LoginFacts, registration: PlatformRegistration, now: Instant
    ) -> LaunchVerdict {
        do {
            let launch = try UnverifiedLaunch(text)
            return validate(launch, keys: keys, login: login, registration: registration, now: now)
        } catch {
            var log = LaunchCheckLog()
            log.pass(.response)
            log.settle(.state, login.reason)
            log.pass(.registration)
            log.fail(error)
            return log.refusal
        }
    }

    /// Security Framework 1.0 §5.1.3 steps 1 and 6, §5.4, §6.3. Header members such as `jwk` or `jku` choose nothing.
    static func checkSignature(
        of launch: UnverifiedLaunch, keys: JSONWebKeySet, registration: PlatformRegistration,
        _ log: inout LaunchCheckLog
    ) -> Bool {
        let verdict = keys.judge(launch.token, allowing: registration.algorithms)
        let reasons = verdict.faults.map { LaunchReason($0, known: keys.keys.count, allowed: registration.algorithms) }
        for reason in Set(reasons) { log.fail(reason) }
        let failed = Set(reasons.map(\.check))
        guard !failed.contains(.algorithm) else { return false }
        log.pass(.algorithm)
        guard !failed.contains(.key) else { return false }
        log.pass(.key)
        log.pass(.signature)
        return verdict.isAccepted
    }
}

extension LaunchVerdict {
    /// The token names a key that isn't in the set: the platform may have rotated its keys.
    public var needsOtherKeys: Bool { reasons.contains { $0.code == LaunchReason.kidUnknown(known: 0).code } }

    /// The nonce isn't the one of this login; whether it belongs to an earlier one only the store knows.
    public var hasForeignNonce: Bool { reasons.contains(.nonceMismatch) }
}

extension LaunchReason {
    fileprivate init(_ fault: SignatureFault, known: Int, allowed: AllowedAlgorithms) {
        switch fault {
        case .missingKeyID: self = .kidMissing
        case .unknownKeyID: self = .kidUnknown(known: known)
        case .algorithmNotAllowed: self = .algorithmRefused("accepted: \(allowed.text)")
        case .keyNotForSignatures, .keyForOtherAlgorithm, .keyOfOtherType: self = .keyUnsuitable(fault.description)
        case .wrongSignature: self = .signatureInvalid
        }
    }
}
