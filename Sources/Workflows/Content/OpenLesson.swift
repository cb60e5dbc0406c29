import Access
import CMI5
import Cohorts
import Content
import ContentPackages
import Database
import JSON
package import Values
import XAPI

/// Where the browser goes to open a lesson.
package struct OpenedLesson: Sendable, Hashable {
    /// With the session's secrets: for the learner's browser and nobody else.
    package var url: String
    /// The content asks for a window of its own, never a frame (CMI-LCH-04).
    package var opensOwnWindow: Bool
    package var title: String
    package var isCMI5: Bool
    package var session: UUID16
}

/// Who opens what, as the launch's session proves it; nothing of it comes from the page's form.
package struct LessonOpening: Sendable {
    package var tenant: TenantID
    package var person: UUID16
    /// Nil for staff, who look around.
    package var enrolment: UUID16?
    package var lesson: UUID16
    /// The launch's handle (design D16).
    package var handle: String
    /// The learner's course page, to which the content returns.
    package var returnURL: String
    /// A tag of BCP 47.
    package var language: String?

    package init(
        tenant: TenantID, person: UUID16, enrolment: UUID16?, lesson: UUID16, handle: String, returnURL: String,
        language: String? = nil
    ) {
        self.tenant = tenant
        self.person = person
        self.enrolment = enrolment
        self.lesson = lesson
        self.handle = handle
        self.returnURL = returnURL
        self.language = language
    }
}

/// Opens a lesson: checks that it is open to this person now, makes the session with its credentials, and for cmi5
/// writes launch data and `launched`, all before the browser is sent (cmi5 §9.3.1, §10.1).
package struct OpenLesson: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// - Throws: `forbidden` with the reason when it isn't open now, `notFound`.
    package func run(_ opening: LessonOpening) async throws -> OpenedLesson {
        let services = services
        let secrets = SessionSecrets(world: services.world)
        return try await services.database.write { tx in
            try Attempt(services: services, opening: opening, secrets: secrets, tx: tx).run()
        }
    }
}

/// One run of the transaction.
private struct Attempt {
    let services: Services
    let opening: LessonOpening
    let secrets: SessionSecrets
    let tx: Transaction
    var now: Instant { services.world.now() }

    func run() throws -> OpenedLesson {
        let (item, mode) = try entitled()
        guard let version = try PackageStore(opening.tenant).version(item.version, in: tx) else {
            throw ServiceError(.gone, "The content was removed.")
        }
        guard let person = try services.person(opening.person, of: opening.tenant, in: tx) else {
            throw ServiceError(.notFound, "There is no such person.")
        }
        let actors = services.actors(of: person.accountName)
        let actor = version.actorForm == .mbox && item.kind == .activity ? actors[1] : actors[0]
        let kind: PackageKind = item.kind == .unit ? .cmi5 : .tincan
        let terms = try terms(of: item, actor, mode)
        if kind == .cmi5 { try settleEarlier(terms) }
        let new = NewContentSession(
            tenant: opening.tenant, enrolment: opening.enrolment, person: opening.person, item: item.id,
            version: version.id, lesson: opening.lesson, handle: opening.handle, kind: kind, terms: terms)
        let opened = try ContentSessions().open(new, id: services.world.newID(), secrets: secrets, now: now, in: tx)
        let address = ContentAddress(services.settings, label: version.label)
        let url =
            kind == .cmi5
            ? try CMI5Launch(services: services, session: opened.session, item: item, language: opening.language)
                .prepare(address, secrets, in: tx, now: now)
            : TinCanLaunch(terms: terms, language: opening.language).url(address, item, secrets)
        try audit(opened.session)
        return OpenedLesson(
            url: url, opensOwnWindow: item.opensOwnWindow, title: item.title.text(for: opening.language),
            isCMI5: kind == .cmi5, session: opened.session.id)
    }

    /// The item, and the mode that the rules allow: never the browser's choice (CMI-MODE-05, CMI-MODE-06).
    private func entitled() throws -> (PackageItem, LaunchMode) {
        guard let enrolment = opening.enrolment else {
            return (try item(of: LessonStore(opening.tenant).find(opening.lesson, in: tx)), .browse)
        }
        let access = try LessonAccess.read(
            lesson: opening.lesson, enrolment: enrolment, tenant: opening.tenant, in: tx)
        guard access.enrolment.person == opening.person else {
            throw ServiceError(.notFound, "There is no such lesson.")
        }
        let verdict = access.verdict(now: now)
        guard verdict.mayOpen else { throw Self.locked(verdict) }
        let item = try item(of: access.lesson)
        if !verdict.mayRecord { return (item, .review) }
        return (item, try isReview(access) ? .review : .normal)
    }

    private func item(of lesson: Lesson?) throws -> PackageItem {
        guard let id = lesson?.item, let item = try PackageStore(opening.tenant).item(id, in: tx), item.isLaunchable
        else { throw ServiceError(.notFound, "There is no such lesson.") }
        return item
    }

    /// Completed enrolments look again; a lesson that is still to be done, such as an optional one, is for credit.
    private func isReview(_ access: LessonAccess) throws -> Bool {
        guard access.enrolment.status == .completed else { return false }
        let progress = try CourseProgress.read(
            enrolment: access.enrolment.id, tenant: opening.tenant, now: now, in: tx)
        let lessons = progress.modules.flatMap(\.lessons)
        return lessons.first { $0.lesson.id == opening.lesson }?.result.isMet ?? false
    }

    private static func locked(_ verdict: EntitlementVerdict) -> ServiceError {
        let reason = verdict.reason.map { ServiceError.Fault("/lesson", $0.rawValue) }
        return ServiceError(.forbidden, "This lesson is not open now.", faults: [reason].compactMap(\.self))
    }

    private func terms(of item: PackageItem, _ actor: AgentIdentifier, _ mode: LaunchMode) throws -> SessionTerms {
        let groups = try PackageStore(opening.tenant).items(version: item.version, in: tx)
        let course = groups.first { $0.kind == .course }
        return SessionTerms(
            sessionID: "\(services.world.newID())", registration: opening.enrolment ?? services.world.newID(),
            actor: actor, activityID: item.activityID, publisherID: item.publisherID,
            groupingIDs: [course?.publisherID].compactMap(\.self), mode: mode, moveOn: item.moveOn,
            masteryScore: item.masteryScore, launchParameters: item.launchParameters,
            entitlementKey: item.entitlementKey, returnURL: opening.returnURL)
    }

    /// AUs that count from the start are said to (CMI-MOVE-01), and an older session is abandoned before the new one
    /// begins (CMI-LST-09).
    private func settleEarlier(_ terms: SessionTerms) throws {
        guard let enrolment = opening.enrolment else { return }
        let sessions = ContentSessions()
        for old in try sessions.openSessions(registration: enrolment, tenant: opening.tenant, in: tx)
        where old.kind == .cmi5 {
            try SessionEnding(services).end(old, in: tx, now: now)
        }
        try Cmi5Rollup(services).settle(enrolment: enrolment, tenant: opening.tenant, session: nil, in: tx, now: now)
    }

    private func audit(_ session: ContentSession) throws {
        let event = AuditEvent(
            tenant: opening.tenant, actor: .person(opening.person), verb: "lesson.open", objectKind: "lesson",
            objectID: "\(opening.lesson)", person: opening.person, purpose: session.mode.rawValue)
        try AuditLog.append(event, in: tx, at: now)
    }
}
