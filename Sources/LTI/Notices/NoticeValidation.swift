public import JOSE
import JSON
public import Values

/// The check of a notice's token by the same judge as a launch's: signature, parties, times, version and deployment, and
/// then what notices alone have (Platform Notification Service 1.0; Security Framework 1.0 §5.1.3).
public enum NoticeValidation {
    /// - Throws: ``NoticeRefusal`` with everything that is wrong.
    public static func validate(
        _ token: UnverifiedLaunch, keys: JSONWebKeySet, registration: PlatformRegistration, now: Instant
    ) throws(NoticeRefusal) -> ValidatedNotice {
        var log = LaunchCheckLog()
        guard LaunchValidation.checkSignature(of: token, keys: keys, registration: registration, &log) else {
            throw NoticeRefusal(log.refusal.reasons)
        }
        guard let document = try? JSONDocument(parsing: token.token.payload, limits: launchJSONLimits),
            document.root.kind == .object
        else { throw NoticeRefusal([.tokenMalformed("the payload is no object")]) }
        _ = SecurityClaims(document.root, registration: registration, login: nil, now: now).check(&log)
        let notice = MessageClaims(document.root, registration: registration, login: nil).notice(&log)
        guard let notice, !log.hasFailed else { throw NoticeRefusal(log.refusal.reasons) }
        return notice
    }
}

extension MessageClaims {
    fileprivate func notice(_ log: inout LaunchCheckLog) -> ValidatedNotice? {
        checkVersion(&log)
        let deployment = shortText(ClaimName.deploymentID, "deployment_id", .deployment, &log)
        let context = context(&log)
        guard let claim = claims[ClaimName.notice], claim.kind == .object else {
            log.fail(.claimMissing("notice", .messageType))
            return nil
        }
        let id = member("id", of: claim, &log)
        let type = member("type", of: claim, &log)
        let happenedAt = claim.text("timestamp").flatMap { Instant(rfc3339: $0) }
        if happenedAt == nil { log.fail(.claimMissing("notice.timestamp", .messageType)) }
        if type == NoticeType.contextCopy, context == nil { log.fail(.claimMissing("context", .context)) }
        guard let id, let type, let happenedAt, let deployment, let nonce = claims["nonce"]?.string else { return nil }
        log.pass(.messageType)
        return ValidatedNotice(
            id: id, type: type, happenedAt: happenedAt, nonce: nonce, deploymentID: deployment, context: context,
            originContexts: originContexts, subject: subject)
    }

    private func member(_ name: String, of claim: JSONValue, _ log: inout LaunchCheckLog) -> String? {
        if let text = claim.text(name), text.isShortASCII { return text }
        log.fail(.claimMissing("notice." + name, .messageType))
        return nil
    }

    /// Ids, or objects with an id.
    private var originContexts: [String] {
        let values = claims[ClaimName.originContexts].map { Array($0.elements) } ?? []
        return Array(values.compactMap { $0.string ?? $0["id"]?.string }.filter(\.isShortASCII).prefix(50))
    }

    private var subject: String? {
        let named = claims[ClaimName.forUser]?["user_id"]?.string ?? claims["sub"]?.string
        return named.flatMap { $0.isShortASCII ? $0 : nil }
    }
}
