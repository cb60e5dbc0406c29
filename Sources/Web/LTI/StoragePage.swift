import Connections
import Hummingbird
import Texts
import Values
import Workflows

/// The pages that keep a login's proof in the platform's page (1EdTech postMessage Storage) or in this tab, and read it
/// back there. They
/// say everything without script too: go on by a link, or open a window of its own.
enum StoragePage {
    /// When a login begins: the proof is put away, and the browser goes on to the platform. Where nothing can be kept it
    /// stays, and a window of its own is offered while the platform's hint is still good for one.
    static func put(
        _ storage: StartLogin.Storage, url: String, settings: ServiceSettings, _ context: LecternRequestContext
    ) -> Response {
        let wording = Wording(context.language)
        var page = page(wording(.launchContinue), wording(.launchContinueText), context)
        page.values.merge(
            [
                "verb": "put", "target": .text(storage.target), "origin": .text(storage.origin),
                "key": .text(storage.key), "value": .text(storage.value), "url": .text(url),
                "button": ["href": .text(url), "label": .text(wording(.continueWord)), "isNewWindow": false],
                "blocked": [
                    "heading": .text(wording(.cookiesBlocked)), "text": .text(wording(.cookiesBlockedText)),
                    "href": .text(storage.restart.appended(to: settings.loginURL)),
                    "label": .text(wording(.openNewWindow)),
                ],
            ]
        ) { _, new in new }
        page.policy.frames = .origins(storage.frameOrigins)
        return page.response()
    }

    /// When the launch arrives without its cookie: the proof is read back and sent by the script.
    static func get(
        _ parked: ParkedLaunch, settings: ServiceSettings, _ context: LecternRequestContext
    ) -> Response {
        let wording = Wording(context.language)
        var page = page(wording(.launchContinue), wording(.cookiesBlockedText), context)
        page.values.merge(
            [
                "verb": "get", "target": .text(parked.target), "origin": .text(parked.origin),
                "key": .text(LoginSecrets.storageKey(state: parked.state)), "state": .text(parked.state),
                "parcel": .text(parked.parcel), "action": "/lti/launch/proof",
                "button": [
                    "href": .text(parked.restart.appended(to: settings.loginURL)),
                    "label": .text(wording(.openNewWindow)), "isNewWindow": true,
                ],
            ]
        ) { _, new in new }
        page.policy.frames = .origins(parked.frameOrigins)
        page.policy.frameSources = settings.contentFrames
        page.policy.formTargets = parked.formTargets
        page.scripts = ["launch.js", "storage.js"]
        return page.response()
    }

    private static func page(_ heading: String, _ text: String, _ context: LecternRequestContext) -> Page {
        let absent = ["target", "origin", "key", "value", "url", "state", "parcel", "action"]
        var values = Dictionary(absent.map { ($0, PageValue.text("")) }) { first, _ in first }
        values["heading"] = .text(heading)
        values["text"] = .text(text)
        var page = Page("storage", title: heading, language: context.language, values: values)
        page.scripts = ["storage.js"]
        return page
    }
}

extension ServiceSettings {
    /// Where lessons may be shown from: our own host, and every host of uploaded content.
    var contentFrames: [String] {
        guard let origin = FramePolicy.origin(of: contentURL), let border = origin.firstRange(of: "://") else {
            return ["'self'"]
        }
        return ["'self'", origin, origin[..<border.upperBound] + "*." + origin[border.upperBound...]]
    }
}
