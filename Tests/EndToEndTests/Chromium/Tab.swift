import Foundation
import JSON

/// One tab of a ``Chromium``, with the frames in it.
struct Tab: Sendable {
    let browser: Chromium
    private let session: String

    static func open(in browser: Chromium) async throws -> Tab {
        let target = try await browser.call("Target.createTarget", ["url": "about:blank"])
        return try await attach(to: target["targetId"]?.string ?? "", in: browser)
    }

    private static func attach(to target: String, in browser: Chromium) async throws -> Tab {
        let attached = try await browser.call("Target.attachToTarget", ["targetId": .string(target), "flatten": true])
        let tab = Tab(browser: browser, session: attached["sessionId"]?.string ?? "")
        _ = try await tab.call("Page.enable")
        _ = try await tab.call("Runtime.enable")
        return tab
    }

    @discardableResult
    func call(_ method: String, _ parameters: JSONNode = [:]) async throws -> JSONValue {
        try await browser.call(method, parameters, session: session)
    }

    func go(to url: String) async throws { try await call("Page.navigate", ["url": .string(url)]) }

    /// The value of a JavaScript expression in this tab's own document.
    func evaluate(_ expression: String) async throws -> JSONValue {
        let answer = try await call(
            "Runtime.evaluate",
            ["expression": .string(expression), "returnByValue": true, "awaitPromise": true])
        if let thrown = answer["exceptionDetails"] { throw Chromium.Failure(description: thrown.rawText) }
        return answer["result"] ?? answer
    }

    /// Waits until an expression gives true; throws with what the page shows when it doesn't within the time.
    func wait(for condition: String, seconds: Double = 20) async throws {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < deadline {
            if let value = try? await evaluate("!!(" + condition + ")"), value["value"]?.bool == true { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        let shown = try? await evaluate("location.href + ' ' + document.body.innerText.slice(0, 2000)")
        throw Chromium.Failure(description: "never true: \(condition); the page shows \(shown?.rawText ?? "nothing")")
    }

    func click(_ selector: String) async throws {
        try await wait(for: "document.querySelector(\(quoted(selector)))")
        _ = try await evaluate("document.querySelector(\(quoted(selector))).click()")
    }

    func text() async throws -> String {
        try await evaluate("document.body.innerText")["value"]?.string ?? ""
    }

    /// The tab-like handle of a frame from another site, found by a part of its address.
    func frame(at part: String, seconds: Double = 20) async throws -> Tab {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < deadline {
            let targets = try await browser.call("Target.getTargets")
            let frame = targets["targetInfos"]?.elements.first {
                $0["type"]?.string == "iframe" && $0["url"]?.string?.contains(part) == true
            }
            if let id = frame?["targetId"]?.string { return try await Self.attach(to: id, in: browser) }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Chromium.Failure(description: "no frame at \(part)")
    }

    /// A tab that a page opened, found by a part of its address.
    func window(at part: String, seconds: Double = 20) async throws -> Tab {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < deadline {
            let targets = try await browser.call("Target.getTargets")
            let page = targets["targetInfos"]?.elements.first {
                $0["type"]?.string == "page" && $0["url"]?.string?.contains(part) == true
            }
            if let id = page?["targetId"]?.string { return try await Self.attach(to: id, in: browser) }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Chromium.Failure(description: "no window at \(part)")
    }

    /// A PNG of what the tab shows.
    func screenshot(to file: URL) async throws {
        let answer = try await call("Page.captureScreenshot", ["format": "png"])
        guard let data = answer["data"]?.string.flatMap({ Data(base64Encoded: $0) }) else { return }
        try data.write(to: file)
    }

    private func quoted(_ text: String) -> String { JSONNode.string(text).text }
}
