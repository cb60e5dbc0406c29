import DemoLMS
import JSON
import ServiceWorld
import Testing

/// The LMS's frame grows and shrinks with what is in it, in a real browser.
@Suite(.serialized, .enabled(if: Chromium.executable != nil, "Chromium isn't installed"))
struct FrameResizeTests {
    @Test(
        "LTI-FRM-07: the platform's page hears how high the frame has to be, and again when the content changes",
        arguments: ["strict", "canvas"])
    func grows(profile: String) async throws {
        try await RunningService.with(profile: try #require(.named(profile))) { service in
            try await Chromium.with(blocksThirdPartyCookies: true) { browser in
                let tab = try await Tab.open(in: browser)
                try await tab.go(to: service.lms.pagesURL + "/")
                try await tab.click("button[value='u-1001']")
                try await tab.click("a[href='/links/tides']")
                let frame = try await tab.frame(
                    at: "/learn/", when: "document.querySelectorAll('.lesson').length === 3")
                try await tab.wait(for: Self.fits(try await Self.height(of: frame)))
                _ = try await frame.evaluate(
                    """
                    (() => { const tall = document.createElement('div'); tall.style.height = '1700px';
                    document.body.append(tall); return 1; })()
                    """)
                let grown = try await Self.height(of: frame)
                #expect(grown > 1_700)
                try await tab.wait(for: Self.fits(grown))
            }
        }
    }

    private static func height(of frame: Tab) async throws -> Int64 {
        try #require(try await frame.evaluate("document.documentElement.scrollHeight")["value"]?.integer)
    }

    private static func fits(_ height: Int64) -> String {
        """
        window.toolMessages.some((m) => m.subject === 'lti.frameResize' && Math.abs(m.height - \(height)) < 3)
          && [...document.querySelectorAll('iframe')].some((f) => f.style.height.endsWith('px'))
        """
    }
}
