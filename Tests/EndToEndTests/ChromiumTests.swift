import DemoJourney
import DemoLMS
import Foundation
import HTTPTypes
import Hummingbird
import JSON
import Logging
import NIOCore
import ServiceLifecycle
import ServiceWorld
import Testing

/// The learner's journey in a real browser, in a frame of the LMS, which is another site.
@Suite(.serialized, .enabled(if: Chromium.executable != nil, "Chromium isn't installed"))
struct ChromiumTests {
    @Test("With third-party cookies blocked a plain cookie is lost in a frame, and a partitioned one arrives")
    func cookies() async throws {
        for isBlocked in [true, false] {
            let seen = try await CookieSites.seenInFrame(blocksThirdPartyCookies: isBlocked)
            #expect(seen.contains("__Host-partitioned=1"))
            #expect(seen.contains("plain=1") == !isBlocked, "third-party cookies blocked: \(isBlocked)")
        }
    }

    @Test(
        "LTI-FRM-04: a learner plays both packages in the LMS's frame and comes back to the course, with third-party cookies allowed and blocked",
        arguments: [true, false])
    func journey(isBlocked: Bool) async throws {
        try await RunningService.with { service in
            try await Chromium.with(blocksThirdPartyCookies: isBlocked) { browser in
                let tab = try await Tab.open(in: browser)
                try await tab.go(to: service.lmsURL + "/")
                try await tab.click("button[value='u-1001']")
                try await tab.click("a[href='/links/tides']")
                try await playThePage(from: course(in: tab, ticks: 0), in: tab)
                try await tab.frame(at: "/page/index.html").click("#back")
                try await playTheSlides(from: course(in: tab, ticks: 1), in: tab)
                try await tab.go(to: service.lmsURL + "/links/tides")
                _ = try await course(in: tab, ticks: 2)
            }
            let score = try await service.gradeOf("u-1001") { $0.activityProgress == "InProgress" }
            #expect(score.gradingProgress != "FullyGraded")
        }
    }

    @Test("Two launches in two tabs of one browser stay apart, a learner's and an instructor's")
    func twoTabs() async throws {
        try await RunningService.with { service in
            try await Chromium.with(blocksThirdPartyCookies: true) { browser in
                let learner = try await launch("u-1001", of: service, in: Tab.open(in: browser))
                try await learner.wait(for: "document.querySelectorAll('.lesson').length === 3")
                let instructor = try await launch("u-2001", of: service, in: Tab.open(in: browser))
                try await instructor.wait(for: "location.pathname.endsWith('/staff')")
                for tab in [learner, instructor] { try await tab.call("Page.reload") }
                try await instructor.wait(
                    for: "location.pathname.endsWith('/staff') && document.querySelector('table')")
                try await learner.wait(for: "document.querySelectorAll('.lesson').length === 3")
                #expect(try await learner.evaluate("!document.querySelector('table')")["value"]?.bool == true)
            }
        }
    }

    /// In a tab of its own, without a frame around it.
    private func launch(_ person: String, of service: RunningService, in tab: Tab) async throws -> Tab {
        try await tab.go(to: service.lmsURL + "/")
        try await tab.click("button[value='\(person)']")
        // Whoever another tab signed in has the links already.
        try await tab.wait(for: "document.querySelector(\"button[value='\(person)'][aria-pressed]\")")
        try await tab.go(to: service.lmsURL + "/links/tides/start")
        return tab
    }

    private func course(in tab: Tab, ticks: Int) async throws -> Tab {
        try await tab.frame(
            at: "/learn/",
            when: """
                document.querySelectorAll('.lesson').length === 3
                && document.querySelectorAll('.tick.done').length === \(ticks) && window.parent === window.top
                """)
    }

    private func playThePage(from course: Tab, in tab: Tab) async throws {
        #expect(!(try await course.text()).lowercased().contains("cohort"))
        try await course.click(".lesson form button")
        let page = try await tab.frame(at: "/page/index.html", when: "!document.getElementById('done').disabled")
        try await page.click("#done")
        try await page.wait(for: "document.getElementById('status').dataset.kind === 'good'")
    }

    private func playTheSlides(from course: Tab, in tab: Tab) async throws {
        try await course.click(".lesson form button", at: 2)
        let slides = try await tab.frame(at: "/content/index.html")
        for percent in [33, 66, 100] {
            try await slides.wait(for: "!document.getElementById('next').disabled")
            try await slides.click("#next")
            try await slides.wait(for: "document.getElementById('percent').value >= \(percent)")
        }
    }
}

/// Two sites of our own: one that sets cookies and tells which came back, and one that shows it in a frame.
private enum CookieSites {
    static func seenInFrame(blocksThirdPartyCookies isBlocked: Bool) async throws -> String {
        let ports = try FreePort.find(2)
        let tool = Router()
        tool.get("set") { _, _ -> Response in
            var response = Response(status: .seeOther, headers: [.location: "/told"])
            response.headers.append(
                HTTPField(name: .setCookie, value: "plain=1; Path=/; Secure; SameSite=None"))
            response.headers.append(
                HTTPField(
                    name: .setCookie, value: "__Host-partitioned=1; Path=/; Secure; SameSite=None; Partitioned"))
            return response
        }
        tool.get("told") { request, _ in html("<p id=told>\(request.headers[.cookie] ?? "nothing")</p>") }
        let lms = Router()
        lms.get("/") { _, _ in html("<iframe src='http://localhost:\(ports[0])/set'></iframe>") }
        let logger = Logger(label: "cookies") { SwiftLogNoOpLogHandler($0) }
        let (listening, started) = AsyncStream.makeStream(of: Void.self)
        let sites = [(tool, ports[0]), (lms, ports[1])].map { router, port in
            Application(
                router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)),
                onServerRunning: { _ in started.yield() }, logger: logger)
        }
        let group = ServiceGroup(configuration: .init(services: sites, logger: logger))
        let look = Task {
            var running = listening.makeAsyncIterator()
            for _ in 0..<2 { await running.next() }
            return try await Chromium.with(blocksThirdPartyCookies: isBlocked) { browser in
                let tab = try await Tab.open(in: browser)
                try await tab.go(to: "http://127.0.0.1:\(ports[1])/")
                let frame = try await tab.frame(at: "/told", when: "document.getElementById('told')")
                return try await frame.text()
            }
        }
        let stop = Task {
            _ = await look.result
            await group.triggerGracefulShutdown()
        }
        try await group.run()
        await stop.value
        return try await look.value
    }

    private static func html(_ body: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: "text/html; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: "<!doctype html>" + body)))
    }
}
