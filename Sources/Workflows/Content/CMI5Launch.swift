import CMI5
import Content
import Database
import JSON
import LearningRecords
import Values
import XAPI

/// What must stand in the LRS before an AU's page is opened, and the URL that opens it (cmi5 §8, §9.3.1, §10, §11).
struct CMI5Launch {
    let services: Services
    let session: ContentSession
    let item: PackageItem
    let language: String?

    func prepare(
        _ address: ContentAddress, _ secrets: SessionSecrets, in tx: Transaction, now: Instant
    ) throws -> String {
        try writeLaunchData(tx, now)
        try writePreferences(tx, now)
        let frame = LMSStatement.Frame(
            id: services.world.newID(), timestamp: now, actor: session.terms.actor,
            registration: session.registration, sessionID: session.terms.sessionID)
        let launched = LMSStatement.launched(
            frame, terms: session.terms, launchURL: address.publicPage(of: item))
        try RecordStatements(services).append(service: [launched], tenant: session.tenant, in: tx, now: now)
        return LaunchURL(
            address: address.page(of: item, pathSecret: secrets.path), endpoint: address.endpoint,
            fetch: address.fetch(secrets.fetch), actor: session.terms.actor.agent,
            registration: session.registration, activityID: session.activityID
        ).text
    }

    private func writeLaunchData(_ tx: Transaction, _ now: Instant) throws {
        let content = DocumentContent(
            type: LaunchData.contentType, bytes: LaunchData.document(for: session.terms).serialized)
        let context = DocumentContext.state(
            activity: session.activityID, agent: services.agentKeying(session.terms.actor.canonical),
            registration: session.registration)
        try DocumentStore(session.tenant).put(
            content, as: LaunchData.stateID, of: context, if: DocumentCondition(version: .v1), in: tx, now: now)
    }

    /// Made at the first launch, with the launch's language (CMI-PREF-01); later ones leave it to the learner.
    private func writePreferences(_ tx: Transaction, _ now: Instant) throws {
        let store = DocumentStore(session.tenant)
        let context = DocumentContext.profile(ofAgent: services.agentKeying(session.terms.actor.canonical))
        guard try store.find(LearnerPreferences.profileID, of: context, in: tx) == nil else { return }
        let document = LearnerPreferences.document(language: language ?? "")
        let content = DocumentContent(type: "application/json", bytes: document.serialized)
        let condition = DocumentCondition(ifNoneMatch: .any, version: .v1)
        try store.put(content, as: LearnerPreferences.profileID, of: context, if: condition, in: tx, now: now)
    }
}

/// The URL that opens an xAPI package (Tin Can launch).
struct TinCanLaunch {
    let terms: SessionTerms
    let language: String?

    /// `endpoint` ends in a slash, without which some players call `/xapistatements`; `auth` is the whole header's
    /// value, as players use it (CMI-TC-11).
    func url(_ address: ContentAddress, _ item: PackageItem, _ secrets: SessionSecrets) -> String {
        var form = URLEncodedForm([
            ("endpoint", address.endpoint + "/"), ("auth", "Basic " + secrets.token),
            ("actor", terms.actor.agent.text), ("registration", "\(terms.registration)"),
            ("activity_id", terms.activityID),
        ])
        if let language { form.fields.append(("Accept-Language", language)) }
        return form.appended(to: address.page(of: item, pathSecret: secrets.path))
    }
}
