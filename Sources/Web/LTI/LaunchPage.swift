import HTTPTypes
import Hummingbird
import LTI
import Texts
import Values
import Workflows

/// What the browser sees of a launch that failed: the class and a reference. The reasons stand in the launch record.
enum LaunchPage {
    static func response(
        _ refusal: LaunchRefusal, settings: ServiceSettings, context: LecternRequestContext
    ) -> Response {
        let wording = Wording(context.language)
        let keys = textKeys(refusal.failureClass)
        var page = Page(
            "message", title: wording(keys.heading), language: context.language,
            values: [
                "heading": .text(wording(keys.heading)), "text": .text(wording(keys.text)),
                "reference": .text(wording(.errorReference, ["reference": refusal.reference])),
                "faults": .list(faults(refusal)), "hasFaults": .flag(refusal.platformCode != nil),
            ])
        if let action = action(refusal, settings, wording) { page.values["action"] = action }
        page.status = HTTPResponse.Status(code: refusal.status)
        page.policy.frames = .origins(refusal.frameOrigins)
        return page.response()
    }

    /// A launch address that was opened like a page, such as from the history.
    static func notAForm(_ context: LecternRequestContext) -> Response {
        let wording = Wording(context.language)
        var page = Page(
            "message", title: wording(.launchAgain), language: context.language,
            values: ["heading": .text(wording(.launchAgain)), "text": .text(wording(.launchExpiredText))])
        page.status = .methodNotAllowed
        var response = page.response()
        response.headers[.allow] = "POST"
        return response
    }

    private static func faults(_ refusal: LaunchRefusal) -> [PageValue] {
        guard let code = refusal.platformCode else { return [] }
        return [["place": "error", "message": .text(code)]]
    }

    /// A window of its own where cookies are blocked, else the way back.
    private static func action(_ refusal: LaunchRefusal, _ settings: ServiceSettings, _ wording: Wording) -> PageValue?
    {
        if let restart = refusal.restart {
            return [
                "href": .text(restart.appended(to: settings.loginURL)), "label": .text(wording(.openNewWindow)),
                "isNewWindow": true,
            ]
        }
        return refusal.returnURL.map {
            ["href": .text($0), "label": .text(wording(.backToPlatform)), "isNewWindow": false]
        }
    }

    private static func textKeys(_ failure: LaunchFailureClass) -> (heading: TextKey, text: TextKey) {
        switch failure {
        case .expired: (.launchExpired, .launchExpiredText)
        case .cookiesBlocked: (.cookiesBlocked, .cookiesBlockedText)
        case .notRegistered, .waitingForApproval: (.launchNotRegistered, .launchNotRegisteredText)
        case .platformError: (.launchPlatformError, .launchPlatformErrorText)
        case .keysUnavailable: (.errorUnavailable, .launchRefusedText)
        case .notPermitted: (.launchNotPermitted, .launchNotPermittedText)
        case .refused: (.launchRefused, .launchRefusedText)
        }
    }
}
