import DemoLMS
import JSON
import ServiceWorld
import Testing

/// Dynamic registration as an LMS's administrator sees it: in a frame of the LMS, in a real browser.
@Suite(.serialized, .enabled(if: Chromium.executable != nil, "Chromium isn't installed"))
struct RegistrationFrameTests {
    @Test("LTI-DR-17: the platform hears that it may close the frame, at once or after a failure was read")
    func closing() async throws {
        try await RunningService.with { service in
            try await Chromium.with(blocksThirdPartyCookies: true) { browser in
                let tab = try await Tab.open(in: browser)
                for status in [nil, 400] as [Int?] {
                    await service.lms.change { desk in
                        desk.refusal = status.map { ($0, ["error": "invalid_client_metadata"] as JSONNode) }
                    }
                    try await tab.go(to: service.lmsURL + "/tools?url=" + service.publicURL + "/lti/register")
                    _ = try await tab.evaluate(
                        "window.heard = []; addEventListener('message', e => heard.push(e.data.subject)); 1")
                    let frame = try await tab.frame(at: "/lti/register", when: "document.querySelector('form button')")
                    try await frame.click("form button")
                    if status != nil {
                        try await tab.frame(at: "/lti/register", when: Self.failed).click("[data-closing] button")
                    }
                    try await tab.wait(for: "location.pathname === '/' && document.querySelector('h1')")
                }
            }
        }
    }

    private static let failed =
        "document.querySelector('.note.bad') && !document.querySelector('[data-closing] button').hidden"
}
