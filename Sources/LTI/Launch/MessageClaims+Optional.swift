import JSON
import Values

/// The services that a launch offers.
struct OfferedServices {
    var grades: AssignmentAndGradesClaim?
    var names: NamesAndRolesClaim?
    var notices: NotificationServiceClaim?
    var groups: CourseGroupsClaim?
}

extension MessageClaims {
    /// LTI Core 1.3 §5.3.5.
    func resourceLink(isRequired: Bool, _ log: inout LaunchCheckLog) -> ResourceLinkClaim? {
        guard let claim = claims[ClaimName.resourceLink], !claim.isNull else {
            log.settle(.resourceLink, isRequired ? .claimMissing("resource_link.id", .resourceLink) : nil)
            return nil
        }
        guard claim.kind == .object else {
            log.fail(.claimMalformed("resource_link", .resourceLink, "not an object"))
            return nil
        }
        guard let id = claim["id"], !id.isNull, id.string != "" else {
            log.settle(.resourceLink, isRequired ? .claimMissing("resource_link.id", .resourceLink) : nil)
            return nil
        }
        guard let text = id.string, text.isShortASCII else {
            log.fail(.claimMalformed("resource_link.id", .resourceLink, "not a string of at most 255 ASCII characters"))
            return nil
        }
        log.pass(.resourceLink)
        return ResourceLinkClaim(id: text, title: claim.text("title"), description: claim.text("description"))
    }

    /// LTI Core 1.3 §5.3.7: the claim is required, an empty list is allowed; Deep Linking 2.0 §4.4.9: optional.
    func roles(isRequired: Bool, _ log: inout LaunchCheckLog) -> RoleSet? {
        guard let claim = claims[ClaimName.roles], !claim.isNull else {
            log.settle(.roles, isRequired ? .claimMissing("roles", .roles) : nil)
            return isRequired ? nil : RoleSet([])
        }
        guard claim.kind == .array, claim.count <= 200 else {
            log.fail(.claimMalformed("roles", .roles, "not an array of at most 200 roles"))
            return nil
        }
        log.pass(.roles)
        let names = claim.elements.compactMap(\.string)
        if names.count < claim.count { log.warnings.append("role_not_a_string:roles") }
        return RoleSet(names)
    }

    /// LTI Core 1.3 §5.4.1.
    func context(_ log: inout LaunchCheckLog) -> ContextClaim? {
        guard let claim = claims[ClaimName.context], !claim.isNull else {
            log.pass(.context)
            return nil
        }
        guard let id = claim["id"]?.string, id.isShortASCII else {
            let isMissing = claim.kind == .object && (claim["id"].map { $0.isNull || $0.string == "" } ?? true)
            log.fail(isMissing ? .claimMissing("context.id", .context) : .claimMalformed("context", .context))
            return nil
        }
        log.pass(.context)
        return ContextClaim(
            id: id, label: claim.text("label"), title: claim.text("title"),
            types: claim["type"].map { $0.elements.compactMap(\.string) } ?? [])
    }

    /// LTI Core 1.3 §5.4.6; values that aren't strings are kept and warned about.
    func custom(_ log: inout LaunchCheckLog) -> CustomParameters {
        log.pass(.custom)
        guard let claim = claims[ClaimName.custom], !claim.isNull else { return CustomParameters([]) }
        guard claim.kind == .object else {
            log.warnings.append("not_an_object:custom")
            return CustomParameters([])
        }
        let values = claim.members.map { (name: $0.name, value: CustomParameters.Value($0.value)) }
        for case (let name, .other) in values { log.warnings.append("not_a_string:custom.\(name.prefix(60))") }
        return CustomParameters(values)
    }

    /// A service claim that can't be used is a warning: the launch itself doesn't depend on it, but for the line item of a
    /// review (Submission Review 1.0 §3.2).
    func services(
        needsLineItem: Bool, _ log: inout LaunchCheckLog
    ) -> OfferedServices {
        let grades = claims[ClaimName.assignmentAndGrades].flatMap { AssignmentAndGradesClaim($0, &log.warnings) }
        let isLacking = needsLineItem && grades?.lineItemURL == nil
        log.settle(.services, isLacking ? .claimMissing("endpoint.lineitem", .services) : nil)
        let names = claims[ClaimName.namesAndRoles].flatMap { NamesAndRolesClaim($0, &log.warnings) }
        let notices = claims[ClaimName.notificationService].flatMap { NotificationServiceClaim($0, &log.warnings) }
        let groups = claims[ClaimName.courseGroups].flatMap { CourseGroupsClaim($0, &log.warnings) }
        return OfferedServices(grades: grades, names: names, notices: notices, groups: groups)
    }

    /// Submission Review 1.0 §3.2; some platforms call the id `id` in privacy launches.
    func forUser(isRequired: Bool, _ log: inout LaunchCheckLog) -> ForUserClaim? {
        guard let claim = claims[ClaimName.forUser], claim.kind == .object else {
            log.settle(.forUser, isRequired ? .claimMissing("for_user", .forUser) : nil)
            return nil
        }
        guard let id = claim["user_id"] ?? claim["id"], !id.isNull, id.string != "" else {
            log.settle(.forUser, isRequired ? .claimMissing("for_user.user_id", .forUser) : nil)
            return nil
        }
        guard let text = id.string, text.isShortASCII else {
            let fault = "not a string of at most 255 ASCII characters"
            log.settle(.forUser, isRequired ? .claimMalformed("for_user.user_id", .forUser, fault) : nil)
            return nil
        }
        log.pass(.forUser)
        return ForUserClaim(userID: text, claim)
    }

    /// Deep Linking 2.0 §4.4.1.
    func deepLinkingSettings(isRequired: Bool, _ log: inout LaunchCheckLog) -> DeepLinkingSettings? {
        guard isRequired else {
            log.pass(.deepLinking)
            return nil
        }
        guard let claim = claims[ClaimName.deepLinkingSettings], claim.kind == .object else {
            log.fail(.claimMissing("deep_linking_settings", .deepLinking))
            return nil
        }
        let required = ["deep_link_return_url", "accept_types", "accept_presentation_document_targets"]
        let missing = required.filter { claim[$0].map(\.isNull) ?? true }
        for name in missing { log.fail(.claimMissing("deep_linking_settings.\(name)", .deepLinking)) }
        guard missing.isEmpty else { return nil }
        guard let settings = DeepLinkingSettings(claim) else {
            log.fail(.claimMalformed("deep_linking_settings", .deepLinking))
            return nil
        }
        log.pass(.deepLinking)
        return settings
    }
}

extension JSONValue {
    /// The text of a member that is a string with something in it.
    func text(_ name: String) -> String? { self[name]?.string.flatMap { $0.isEmpty ? nil : $0 } }
}
