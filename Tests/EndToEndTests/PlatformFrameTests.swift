import DemoJourney
import DemoLMS
import JSON
import ServiceWorld
import Testing

/// Launches in the frame of a page that is neither the issuer's nor the authorization endpoint's, and where a frame can
/// keep nothing, in a real browser.
@Suite(.serialized, .enabled(if: Chromium.executable != nil, "Chromium isn't installed"))
struct PlatformFrameTests {
    @Test(
        "LTI-FRM-04, LTI-FRM-05: a school's own page shows the course where its host has one issuer for all",
        arguments: [true, false])
    func schoolPage(isBlocked: Bool) async throws {
        try await RunningService.with(profile: .canvas) { service in
            try await Chromium.with(blocksThirdPartyCookies: isBlocked) { browser in
                let tab = try await service.learner(in: browser, at: service.lms.pagesURL)
                #expect(service.lms.pagesURL != service.lmsURL && service.lms.issuer != service.lms.pagesURL)
                let course = try await tab.frame(
                    at: "/learn/", when: "document.querySelectorAll('.lesson').length === 3")
                try await tab.wait(for: "window.toolMessages.some(m => m.subject === 'lti.frameResize')")
                try await course.click(".lesson form button")
                let lesson = try await tab.frame(
                    at: "/page/index.html", when: "!document.getElementById('done').disabled")
                try await lesson.click("#done")
                try await lesson.wait(for: "document.getElementById('status').dataset.kind === 'good'")
            }
        }
    }

    @Test("A refusal can be read in a school's own page")
    func refusal() async throws {
        try await RunningService.with(profile: .canvas) { service in
            var broken = LaunchTampering()
            broken.claims = [("aud", "other")]
            await service.lms.tamper(with: broken)
            try await Chromium.with(blocksThirdPartyCookies: true) { browser in
                let tab = try await service.learner(in: browser, at: service.lms.pagesURL)
                let refused = try await tab.frame(at: "/lti/launch", when: "document.querySelector('h1')")
                let words = try await refused.text()
                #expect(words.contains("couldn’t be opened"), "\(words)")
            }
        }
    }

    @Test(
        "LTI-FRM-06: where a frame can keep nothing a window of its own opens the course, with hints that work once",
        arguments: ["moodle", "openedx", "strict"])
    func ownWindow(profile: String) async throws {
        try await RunningService.with(profile: try #require(.named(profile))) { service in
            try await Chromium.with(
                blocksThirdPartyCookies: true, storelessOrigin: service.publicURL, storelessUnder: service.lmsURL
            ) { browser in
                let tab = try await service.learner(in: browser, opening: nil)
                try await service.frame(in: tab, answering: "void 0")
                let offered = try await service.windowIsOffered(in: tab, at: "/lti/login")
                try await offered.call(
                    "Runtime.evaluate",
                    [
                        "expression": "document.querySelector('[data-blocked] a.button').click()", "userGesture": true,
                    ])
                let window = try await tab.window(
                    at: "/learn/", when: "document.querySelectorAll('.lesson').length === 3")
                #expect(try await window.evaluate("window.parent === window")["value"]?.bool == true)
            }
        }
    }
}
