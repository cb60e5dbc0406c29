import Connections
import Database
import LTI
import Values

/// Opens the picker for a good deep linking request (Deep Linking 2.0 §2.2): the request is kept until it is answered, and
/// the visit leads to it.
struct OpenPicker {
    let world: World

    /// Why this user may not choose content; nil when they may. Assistants may look, not build (LTI-DL-05).
    static func refusal(of launch: ValidatedLaunch) -> LaunchReason? {
        launch.roles.standing >= .contentDeveloper ? nil : .roleNotPermitted
    }

    func visit(
        _ launch: ValidatedLaunch, _ settings: DeepLinkingSettings, person: UUID16?, registration: Registration,
        deployment: Deployment, frameOrigins: [String], in tx: Transaction
    ) throws -> (session: LaunchSession, token: String) {
        let place = LinkPlace(
            registration: registration.id, deployment: deployment.id, contextID: launch.context?.id)
        let request = try DeepLinkingRequests(deployment.tenant).add(
            settings, place: place, deploymentID: launch.deploymentID,
            contextTitle: launch.context?.title ?? launch.context?.label, world: world, in: tx)
        var new = NewLaunchSession(
            tenant: deployment.tenant, person: person, registration: registration.id, link: request, cohort: nil,
            enrolment: nil, standing: launch.roles.standing, isTestUser: launch.roles.isTestUser,
            locale: launch.locale, returnURL: settings.returnURL, frameOrigins: frameOrigins)
        new.purpose = .deepLinking
        new.deployment = deployment.id
        return try LaunchSessions.open(new, world: world, in: tx)
    }
}
