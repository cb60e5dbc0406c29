import JSON
import Values

/// What the message says (LTI Core 1.3 §5.3, §5.4; Deep Linking 2.0 §4.4), each claim with its own check.
struct MessageClaims {
    let claims: JSONValue
    let registration: PlatformRegistration
    let login: LoginFacts?

    init(_ claims: JSONValue, registration: PlatformRegistration, login: LoginFacts?) {
        self.claims = claims
        self.registration = registration
        self.login = login
    }

    func verdict(times: SecurityClaims.Times, _ soFar: LaunchCheckLog) -> LaunchVerdict {
        var log = soFar
        guard ClaimName.required.contains(where: { claims[$0] != nil }) else {
            log.fail(.notAnLTIMessage)
            return log.refusal
        }
        let type = messageType(&log)
        checkVersion(&log)
        let deployment = shortText(ClaimName.deploymentID, "deployment_id", .deployment, &log)
        let target = targetLink(&log)
        let link = resourceLink(isRequired: type == nil || type == .resourceLink, &log)
        let subject = subject(isRequired: type?.isAboutUser == true, &log)
        let roles = roles(isRequired: type != .deepLinking, &log)
        let context = context(&log)
        let custom = custom(&log)
        let presentation = claims[ClaimName.launchPresentation].flatMap(LaunchPresentationClaim.init)
        log.pass(.presentation)
        let services = services(needsLineItem: type == .submissionReview, &log)
        let deepLinking = deepLinkingSettings(isRequired: type == .deepLinking, &log)
        let forUser = forUser(isRequired: type?.isAboutUser == true, &log)
        guard !log.hasFailed, let type, let deployment, let target, let roles else { return log.refusal }
        let mentored =
            roles.contextRoles.contains(.mentor)
            ? claims[ClaimName.roleScopeMentor].map { $0.elements.compactMap(\.string) } ?? [] : []
        let launch = ValidatedLaunch(
            messageType: type, issuer: registration.issuer, clientID: registration.clientID, deploymentID: deployment,
            targetLinkURI: target, subject: subject, user: UserClaims(claims), roles: roles, resourceLink: link,
            context: context, custom: custom, presentation: presentation,
            toolPlatform: claims[ClaimName.toolPlatform].flatMap(ToolPlatformClaim.init),
            lis: claims[ClaimName.lis].flatMap(LISClaim.init), mentoredUsers: mentored,
            assignmentAndGrades: services.grades, namesAndRoles: services.names,
            courseGroups: services.groups, deepLinking: deepLinking, notifications: services.notices, forUser: forUser,
            issuedAt: times.issuedAt, expiresAt: times.expiresAt)
        return LaunchVerdict(launch: launch, results: log.results, warnings: log.warnings)
    }

    private func messageType(_ log: inout LaunchCheckLog) -> MessageType? {
        guard let text = claims[ClaimName.messageType]?.string, !text.isEmpty else {
            log.fail(.claimMissing("message_type", .messageType))
            return nil
        }
        let type = MessageType(name: text)
        log.settle(.messageType, type == nil ? .messageTypeUnknown(text) : nil)
        return type
    }

    func checkVersion(_ log: inout LaunchCheckLog) {
        guard let version = claims[ClaimName.version] else { return log.fail(.versionMissing) }
        log.settle(.version, version.string == ltiVersion ? nil : .versionUnsupported(version.rawText))
    }

    /// A required identifier: a string of 1 to 255 ASCII characters.
    func shortText(
        _ claim: String, _ name: String, _ check: LaunchCheck, _ log: inout LaunchCheckLog
    ) -> String? {
        guard let value = claims[claim], !value.isNull, value.string != "" else {
            log.fail(.claimMissing(name, check))
            return nil
        }
        guard let text = value.string, text.isShortASCII else {
            log.fail(.claimMalformed(name, check, "not a string of at most 255 ASCII characters"))
            return nil
        }
        log.pass(check)
        return text
    }

    /// LTI Core 1.3 §5.3.4. A target elsewhere would make an open redirect of us.
    private func targetLink(_ log: inout LaunchCheckLog) -> String? {
        guard let text = claims[ClaimName.targetLinkURI]?.string, !text.isEmpty else {
            log.fail(.claimMissing("target_link_uri", .targetLink))
            return nil
        }
        guard let address = WebAddress(text), registration.toolOrigins.contains(address.origin) else {
            log.fail(.targetForeign)
            return nil
        }
        if case .open(_, let announced)? = login, announced != text {
            if registration.requiresSameTarget {
                log.fail(.targetChanged)
                return nil
            }
            log.warnings.append("target_link_uri_changed:target_link_uri")
        }
        log.pass(.targetLink)
        return text
    }

    /// LTI Core 1.3 §5.3.6, §5.3.6.1: no `sub` is an anonymous user, where the registration and the message have that.
    private func subject(isRequired: Bool, _ log: inout LaunchCheckLog) -> String? {
        guard let value = claims["sub"], !value.isNull, value.string != "" else {
            let mayBeAnonymous = registration.allowsAnonymous && !isRequired
            log.settle(.user, mayBeAnonymous ? nil : .claimMissing("sub", .user))
            return nil
        }
        guard let subject = value.string, subject.isShortASCII else {
            log.fail(.claimMalformed("sub", .user, "not a string of at most 255 ASCII characters"))
            return nil
        }
        log.pass(.user)
        return subject
    }
}

extension String {
    /// 1 to 255 printable ASCII characters, as LTI wants of identifiers.
    var isShortASCII: Bool { (1...255).contains(utf8.count) && utf8.allSatisfy { (0x20...0x7E).contains($0) } }
}
