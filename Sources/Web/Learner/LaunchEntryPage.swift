package import Connections
package import Hummingbird
package import Texts
package import Workflows

/// What a launch answers when no cookie came back (design D16): a script carries the proof on by a header, and without
/// script a button opens a window of its own, where cookies are first-party.
package enum LaunchEntryPage {
    /// - Parameter token: the visit's proof; it stands in a hidden field, never in a URL.
    package static func response(
        session: LaunchSession, token: String, settings: ServiceSettings, language: Language
    ) -> Response {
        let wording = Wording(language)
        var page = Page(
            "launch-entry", title: wording(.cookiesBlocked), language: language,
            values: ["base": .text(session.path), "enterURL": .text(session.path + "enter"), "token": .text(token)])
        page.policy.frames = .origins(session.frameOrigins)
        page.policy.formTargets = session.formTargets
        page.policy.frameSources = settings.contentFrames
        // So that the form names its origin: with nothing told it would be `null` (Fetch §3.2).
        page.referrerPolicy = "same-origin"
        page.scripts = ["launch.js"]
        return page.response()
    }
}
