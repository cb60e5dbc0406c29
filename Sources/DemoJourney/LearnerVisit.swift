package import DemoLMS
package import Values

/// Somebody at the demo LMS who follows a link into the course and works through it, page by page.
package struct LearnerVisit: Sendable {
    package let browser: BrowserClient
    private let lms: String
    private let world: World

    /// - Parameter lms: the demo LMS's address, without trailing slash.
    package init(lms: String, world: World, browser: BrowserClient = BrowserClient()) {
        self.lms = lms
        self.world = world
        self.browser = browser
    }

    /// Signs in at the LMS, follows the link, and gives the page that the launch ends at.
    package func launch(_ link: DemoLink.ID, as person: DemoPerson.ID) async throws -> Page {
        _ = try await browser.post(lms + "/be", form: URLEncodedForm([("person", person)]))
        return try await followingPosts(browser.get(lms + "/links/" + link + "/start"))
    }

    /// Submits forms that submit themselves in a browser with scripts: login initiation and authentication response.
    package func followingPosts(_ first: Page) async throws -> Page {
        var page = first
        for _ in 0..<6 {
            if page.text.contains("data-storage=\"put\""), let next = page.links.last {
                page = try await browser.get(next)
                continue
            }
            guard page.status == 200, page.text.contains("document.forms[0].submit()"), let form = page.forms.first
            else {
                return page
            }
            page = try await browser.submit(form)
        }
        return page
    }

    /// The course page's forms that open lessons, one a lesson.
    package func lessons(on course: Page) -> [Page.Form] {
        var seen: Set<String> = []
        return course.forms.filter { $0.action.contains("/lessons/") && seen.insert($0.action).inserted }
    }

    /// Opens a lesson and gives the address at which its content was launched, with all parameters.
    package func open(_ lesson: Page.Form) async throws -> String {
        let page = try await browser.submit(lesson)
        guard page.status == 200 else {
            throw BrowserClient.Failure(
                description: "opening a lesson was answered \(page.status): \(page.text.prefix(500))")
        }
        let host = try Address(page.url).host
        let elsewhere = (page.frames + page.links).first { ((try? Address($0))?.host ?? host) != host }
        guard let content = elsewhere else {
            throw BrowserClient.Failure(description: "the lesson's page leads to no content host")
        }
        let launched = try await browser.get(content)
        guard launched.status == 200 else {
            throw BrowserClient.Failure(description: "the content was answered \(launched.status)")
        }
        return launched.url
    }

    /// Plays whatever kind of content an address launches, to its good end.
    package func play(_ url: String) async throws {
        if url.contains("fetch=") { try await playAU(url) } else { try await playTinCan(url) }
    }

    private func playAU(_ url: String) async throws {
        let unit = try await ScriptedAU.open(url, browser: browser, world: world)
        try await unit.initialized()
        if let mastery = unit.masteryScore {
            try await unit.passed(scaled: max(mastery, 0.9), seconds: 95)
        }
        try await unit.completed(seconds: 120)
        try await unit.terminated(seconds: 125)
    }

    private func playTinCan(_ url: String) async throws {
        let package = try await ScriptedTinCan.open(url, browser: browser, world: world)
        try await package.attempted()
        for (index, lesson) in ["lesson-1", "lesson-2", "lesson-3"].enumerated() {
            try await package.experienced(lesson: lesson, of: 3, done: index + 1)
        }
        try await package.passed()
    }
}
