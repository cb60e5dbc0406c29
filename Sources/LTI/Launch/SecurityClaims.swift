import Cryptography
import JSON
import Values

/// Who signed for whom, when, and in answer to which request (Security Framework 1.0 §5.1.3 steps 2–9).
struct SecurityClaims {
    private let claims: JSONValue
    private let registration: PlatformRegistration
    private let login: LoginFacts?
    private let now: Instant

    /// - Parameter login: nil for a message that answers no login: its nonce has to be there, and the store knows whether it
    ///   was there before.
    init(_ claims: JSONValue, registration: PlatformRegistration, login: LoginFacts?, now: Instant) {
        self.claims = claims
        self.registration = registration
        self.login = login
        self.now = now
    }

    /// When the token was issued and when it ends; the epoch where they are unreadable, and then a check has failed.
    struct Times {
        var issuedAt = Instant(microseconds: 0)
        var expiresAt = Instant(microseconds: 0)
    }

    func check(_ log: inout LaunchCheckLog) -> Times {
        let isIssuer = claims["iss"]?.string.map { $0.utf8.elementsEqual(registration.issuer.utf8) } ?? false
        log.settle(.issuer, isIssuer ? nil : .issuerMismatch(expected: registration.issuer))
        checkAudience(&log)
        var times = Times()
        checkTimes(&times, &log)
        log.settle(.nonce, nonceReason)
        return times
    }

    private func checkAudience(_ log: inout LaunchCheckLog) {
        let audiences: [String?]
        switch claims["aud"]?.kind {
        case .string: audiences = [claims["aud"]?.string]
        case .array: audiences = claims["aud"].map { $0.elements.map(\.string) } ?? []
        default: audiences = []
        }
        let others = audiences.filter { $0 != registration.clientID }
        if others.count == audiences.count {
            log.fail(.audienceMismatch(expected: registration.clientID))
        } else if !others.allSatisfy({ $0.map(registration.trustedAudiences.contains) ?? false }) {
            log.fail(.audienceUntrusted)
        } else {
            log.pass(.audience)
        }
        guard let party = claims["azp"] else {
            log.settle(.authorizedParty, audiences.count > 1 ? .azpMissing : nil)
            return
        }
        log.settle(.authorizedParty, party.string == registration.clientID ? nil : .azpMismatch)
    }

    private func checkTimes(_ times: inout Times, _ log: inout LaunchCheckLog) {
        if let expiry = claims["exp"]?.numericDate {
            times.expiresAt = expiry
            let late = now.microseconds(since: expiry) / 1_000_000
            log.settle(.expiry, late < registration.leeway ? nil : .tokenExpired(seconds: late))
        } else {
            log.fail(.expInvalid)
        }
        if let issued = claims["iat"]?.numericDate {
            times.issuedAt = issued
            let age = now.microseconds(since: issued) / 1_000_000
            if age < -registration.leeway {
                log.fail(.iatOutOfRange("\(-age) s in the future"))
            } else if age > registration.maximumAge + registration.leeway {
                log.fail(.iatOutOfRange("\(age) s old"))
            } else {
                log.pass(.issuedAt)
            }
        } else {
            log.fail(.iatInvalid)
        }
        guard let notBefore = claims["nbf"] else { return log.pass(.notBefore) }
        let isValid = notBefore.numericDate.map { $0 <= now.adding(seconds: registration.leeway) } ?? false
        log.settle(.notBefore, isValid ? nil : .notYetValid)
    }

    private var nonceReason: LaunchReason? {
        guard let nonce = claims["nonce"]?.string, !nonce.isEmpty else { return .nonceMissing }
        guard case .open(let hash, _) = login else { return nil }
        return constantTimeEqual(Digest.sha256(Array(nonce.utf8)), hash) ? nil : .nonceMismatch
    }
}

extension JSONValue {
    /// A NumericDate of RFC 7519 §2: seconds since the epoch, perhaps with a fraction; nil for anything else.
    fileprivate var numericDate: Instant? {
        guard kind == .number, let seconds = double, abs(seconds) < 1e12 else { return nil }
        return Instant(microseconds: Int64((seconds * 1_000_000).rounded()))
    }
}
