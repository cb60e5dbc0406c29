import DemoJourney
import DemoLMS
import JSON
import ServiceWorld
import Testing

/// Launches whose proof the platform's page keeps, in a real browser and in a frame of another site.
@Suite(.serialized, .enabled(if: Chromium.executable != nil, "Chromium isn't installed"))
struct PlatformStorageTests {
    @Test(
        "LTI-PST-02, LTI-PST-03, LTI-PST-08: the proof is put into the frame that the platform names, under its own key",
        arguments: ["strict", "canvas"])
    func put(profile: String) async throws {
        try await RunningService.with(profile: try #require(.named(profile))) { service in
            try await Chromium.with(blocksThirdPartyCookies: true) { browser in
                let tab = try await service.learner(in: browser)
                _ = try await tab.frame(at: "/learn/", when: "document.querySelector('.lesson')")
                let isNamed = profile == "canvas"
                let page = isNamed ? "frames['post_message_forwarding']" : "window"
                try await tab.wait(for: "\(page).toolMessages.some(m => m.subject === 'lti.put_data')")
                try await tab.wait(
                    for: """
                        \(page).toolMessages.filter(m => m.subject === 'lti.put_data').every(m =>
                            m.origin === '\(service.publicURL)' && m.key.startsWith('lti_state_') && m.key.length > 30
                            && m.value.length === 43 && !m.key.includes(m.value) && m.message_id)
                        && window.toolMessages[0].subject === 'lti.capabilities' && window.toolMessages[0].message_id
                        """)
                let others = "window.toolMessages.some(m => m.subject === 'lti.put_data')"
                #expect(try await tab.evaluate(others)["value"]?.bool == !isNamed)
            }
        }
    }

    @Test(
        "LTI-PST-09, LTI-PST-13, LTI-PST-14: without any cookie the platform's storage proves the launch, and lessons play",
        arguments: ["strict", "canvas"])
    func cookieless(profile: String) async throws {
        try await RunningService.with(profile: try #require(.named(profile))) { service in
            try await Chromium.with(blocksThirdPartyCookies: true, storelessOrigin: service.publicURL) { browser in
                let tab = try await service.learner(in: browser)
                let course = try await tab.frame(
                    at: "/learn/", when: "document.querySelectorAll('.lesson').length === 3")
                #expect(try await course.evaluate("document.cookie")["value"]?.string == "")
                let page = profile == "canvas" ? "frames['post_message_forwarding']" : "window"
                try await tab.wait(for: "\(page).toolMessages.some(m => m.value === null)")
                try await course.click(".lesson form button")
                let lesson = try await tab.frame(
                    at: "/page/index.html", when: "!document.getElementById('done').disabled")
                try await lesson.click("#done")
                try await lesson.wait(for: "document.getElementById('status').dataset.kind === 'good'")
                try await course.click("a.button")
                try await course.wait(for: "document.querySelectorAll('.tick.done').length === 1")
                let urls =
                    try await course.evaluate(
                        "[location.href, ...performance.getEntries().map(e => e.name)].join(' ')")["value"]?.string
                    ?? ""
                let sent = try await tab.evaluate("\(page).toolMessages.map(m => m.value).join(' ')")["value"]?.string
                for secret in (sent ?? "").split(separator: " ") where secret.count == 43 {
                    #expect(!urls.contains(secret))
                }
                #expect(!urls.contains("id_token") && !urls.contains("token="))
            }
        }
    }

    @Test(
        "LTI-PST-06, LTI-PST-11: a storage that refuses leads to a window of its own",
        arguments: [("lti.put_data", "/lti/login"), ("lti.get_data", "/lti/launch")])
    func refused(subject: String, page: String) async throws {
        try await RunningService.with { service in
            try await Chromium.with(blocksThirdPartyCookies: true, storelessOrigin: service.publicURL) { browser in
                let tab = try await service.learner(in: browser, opening: nil)
                _ = try await tab.evaluate("window.open_ = document.createElement('iframe'); 1")
                try await service.frame(
                    in: tab,
                    answering: """
                        event.source.postMessage({subject: m.subject + '.response', message_id: m.message_id,
                            ...(m.subject === '\(subject)' && {error: {code: 'bad_request', message: 'no'}})},
                            event.origin)
                        """)
                try await service.windowIsOffered(in: tab, at: page)
                try await tab.wait(for: "asked.includes('\(subject)')")
            }
        }
    }

    @Test("LTI-PST-07: a platform that keeps silent leads to a window of its own")
    func silent() async throws {
        try await RunningService.with { service in
            try await Chromium.with(blocksThirdPartyCookies: true, storelessOrigin: service.publicURL) { browser in
                let tab = try await service.learner(in: browser, opening: nil)
                try await service.frame(in: tab, answering: "void 0")
                try await service.windowIsOffered(in: tab, at: "/lti/login")
            }
        }
    }

    @Test(
        "LTI-PST-05: answers with a wrong id, subject or origin count as none",
        arguments: [("lti.put_data", "/lti/login"), ("lti.get_data", "/lti/launch")])
    func wrongAnswers(subject: String, page: String) async throws {
        try await RunningService.with { service in
            try await Chromium.with(blocksThirdPartyCookies: true, storelessOrigin: service.publicURL) { browser in
                let tab = try await service.learner(in: browser, opening: nil)
                try await service.frame(
                    in: tab,
                    answering: """
                        if (m.subject === 'lti.put_data') window.stored = m.value;
                        const good = {subject: m.subject + '.response', message_id: m.message_id, key: m.key,
                            value: window.stored};
                        if (m.subject !== '\(subject)') return event.source.postMessage(good, event.origin);
                        event.source.postMessage({...good, message_id: 'x' + m.message_id}, event.origin);
                        event.source.postMessage({...good, subject: m.subject}, event.origin);
                        event.source.postMessage({...good, subject: 'lti.close.response'}, event.origin);
                        other.contentWindow.postMessage({good, to: event.origin}, '*');
                        """)
                try await service.windowIsOffered(in: tab, at: page)
                try await tab.wait(for: "window.stored.length === 43 && asked.includes('\(subject)')")
            }
        }
    }

    @Test("LTI-PST-04: the proof goes to the platform's own origin alone")
    func origin() async throws {
        try await RunningService.with { service in
            try await Chromium.with(blocksThirdPartyCookies: true) { browser in
                let tab = try await service.learner(in: browser, opening: nil)
                let foreign = service.lmsURL.replacing("127.0.0.1", with: "localhost")
                try await tab.go(to: foreign + "/gradebook")
                try await tab.wait(for: "location.hostname === 'localhost' && document.querySelector('h1')")
                _ = try await tab.evaluate(
                    "window.heard = []; addEventListener('message', e => heard.push(e.data.subject)); 1")
                try await tab.call(
                    "Runtime.evaluate",
                    [
                        "expression": "window.opened = window.open('\(service.lmsURL)/links/tides/start'); 1",
                        "userGesture": true,
                    ])
                try await tab.wait(for: "heard.includes('lti.capabilities')")
                _ = try await tab.window(at: "/learn/", when: "document.querySelector('.lesson')")
                #expect(try await tab.evaluate("heard.includes('lti.put_data')")["value"]?.bool == false)
            }
        }
    }
}

extension RunningService {
    /// A tab whose browser is signed in at the LMS as a learner.
    /// - Parameter pages: where the LMS's pages are; its own address by default.
    func learner(
        in browser: Chromium, opening link: String? = "tides", at pages: String? = nil
    ) async throws -> Tab {
        let pages = pages ?? lmsURL
        let tab = try await Tab.open(in: browser)
        try await tab.go(to: pages + "/")
        try await tab.click("button[value='u-1001']")
        try await tab.wait(for: "document.querySelector('[aria-pressed]')")
        guard let link else { return tab }
        try await tab.go(to: pages + "/links/" + link)
        return tab
    }

    /// Shows a launch in a frame of a page of the LMS that answers storage messages in its own way.
    func frame(in tab: Tab, answering script: String) async throws {
        _ = try await tab.evaluate(
            """
            window.asked = [];
            window.other = document.createElement('iframe');
            document.body.append(other);
            addEventListener('message', (event) => { const m = event.data; asked.push(m.subject); \(script) });
            window.shown = document.createElement('iframe');
            shown.src = '/links/tides/start';
            document.body.append(shown); 1
            """)
    }

    /// The launch shows no course, but a button that opens one in a window of its own.
    @discardableResult
    func windowIsOffered(in tab: Tab, at page: String) async throws -> Tab {
        let offered = try await tab.frame(
            at: page,
            when: "document.querySelector('a.button[target=_blank]') && !document.querySelector('[data-busy]')")
        #expect(try await offered.text().contains("Open in a new window"))
        return offered
    }
}
