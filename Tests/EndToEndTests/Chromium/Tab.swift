import Foundation
import JSON

/// One document of a ``Chromium``: a tab, or a frame from another site in it.
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
        try await tab.call("Page.enable")
        try await tab.call("Runtime.enable")
        return tab
    }

    @discardableResult
    func call(_ method: String, _ parameters: JSONNode = [:]) async throws -> JSONValue {
        try await browser.call(method, parameters, session: session)
    }

    func go(to url: String) async throws { try await call("Page.navigate", ["url": .string(url)]) }

    /// The value of a JavaScript expression in this document.
    func evaluate(_ expression: String) async throws -> JSONValue {
        let answer = try await call("Runtime.evaluate", ["expression": .string(expression), "returnByValue": true])
        if let thrown = answer["exceptionDetails"] { throw Chromium.Failure(thrown.rawText) }
        return answer["result"] ?? answer
    }

    /// Waits until an expression gives true; throws with what the page shows when it doesn't within the time.
    func wait(for condition: String, seconds: Double = 20) async throws {
        _ = try await Self.poll(seconds) {
            try? await evaluate("!!(" + condition + ")")["value"]?.bool == true ? true : nil
        } orThrow: {
            let shown = try? await evaluate("location.href + ' ' + document.body.innerText.slice(0, 2000)")
            return "never true: \(condition); the page shows \(shown?.rawText ?? "nothing")"
        }
    }

    /// Clicks the element, of several the one at an index.
    func click(_ selector: String, at index: Int = 0) async throws {
        let element = "document.querySelectorAll(\(quoted(selector)))[\(index)]"
        try await wait(for: element)
        _ = try await evaluate(element + ".click()")
    }

    func text() async throws -> String {
        try await evaluate("document.body.innerText")["value"]?.string ?? ""
    }

    /// The frame from another site, found by a part of its address, once an expression gives true in it.
    func frame(at part: String, when condition: String = "document.body") async throws -> Tab {
        try await Self.target("iframe", at: part, when: condition, in: browser)
    }

    /// A tab that a page opened, found the same way.
    func window(at part: String, when condition: String = "document.body") async throws -> Tab {
        try await Self.target("page", at: part, when: condition, in: browser)
    }

    /// Looks anew each time, since a page that is being left has a frame of the same address.
    private static func target(
        _ kind: String, at part: String, when condition: String, in browser: Chromium
    ) async throws -> Tab {
        try await poll(20) {
            let targets = try await browser.call("Target.getTargets")["targetInfos"]
            for target in targets.map({ Array($0.elements) }) ?? [] {
                guard target["type"]?.string == kind, target["url"]?.string?.contains(part) == true,
                    let id = target["targetId"]?.string, let tab = try? await attach(to: id, in: browser),
                    (try? await tab.evaluate("!!(" + condition + ")"))?["value"]?.bool == true
                else { continue }
                return tab
            }
            return nil
        } orThrow: {
            let targets = try? await browser.call("Target.getTargets")
            let addresses = targets?["targetInfos"]?.elements.compactMap { $0["url"]?.string } ?? []
            return "no \(kind) at \(part) where \(condition), but \(addresses)"
        }
    }

    private static func poll<Value>(
        _ seconds: Double, _ look: () async throws -> Value?, orThrow reason: () async -> String
    ) async throws -> Value {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < deadline {
            if let value = try await look() { return value }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Chromium.Failure(await reason())
    }

    private func quoted(_ text: String) -> String { JSONNode.string(text).text }
}

// MARK: - Keyboard

extension Tab {
    /// Presses a key as a person does: `Tab`, `Enter`, ` ` …
    func press(_ key: String) async throws {
        let codes = ["Tab": 9, "Enter": 13, " ": 32]
        let text: String? = key == "Enter" ? "\r" : key == " " ? " " : nil
        for type in ["keyDown", "keyUp"] {
            try await call(
                "Input.dispatchKeyEvent",
                .compactObject([
                    ("type", .string(type)), ("key", .string(key)), ("code", .string(key == " " ? "Space" : key)),
                    ("windowsVirtualKeyCode", codes[key].map { .number($0) }), ("text", text.map { .string($0) }),
                ]))
        }
    }

    /// Types into what has the focus.
    func type(_ text: String) async throws { try await call("Input.insertText", ["text": .string(text)]) }

    /// Presses Tab until the element has the focus; throws when a whole round doesn't reach it.
    func tab(to selector: String) async throws {
        try await wait(for: "document.querySelector(\(quoted(selector)))")
        for _ in 0..<120 {
            try await press("Tab")
            let focus = try await evaluate("!!document.activeElement?.matches(\(quoted(selector)))")
            if focus["value"]?.bool == true { return }
        }
        throw Chromium.Failure("the keyboard doesn't reach \(selector)")
    }

    /// What is wrong with this page for people who use a keyboard, a phone or a screen reader; empty when nothing is.
    func faults() async throws -> [String] {
        var faults: [String] = []
        let controls = "a[href], button, input:not([type=hidden]), select, textarea, summary"
        _ = try await evaluate(
            """
            window.open_ = [...document.querySelectorAll('\(controls)')]
                .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.disabled);
            window.reached = new Set(); document.activeElement?.blur(); window.scrollTo(0, 0)
            """)
        let count = Int(try await evaluate("open_.length")["value"]?.integer ?? 0)
        for _ in 0..<(count * 2 + 4) {
            try await press("Tab")
            let look = try await evaluate(
                """
                (() => { const e = document.activeElement, s = getComputedStyle(e);
                if (e === document.body || e.tagName === 'IFRAME') return '';
                reached.add(e);
                return s.outlineStyle === 'none' && s.boxShadow === 'none' ? e.outerHTML.slice(0, 120) : '' })()
                """)
            if let text = look["value"]?.string, !text.isEmpty { faults.append("no visible focus: " + text) }
        }
        let answer = try await evaluate(
            """
            [...open_.filter(e => !reached.has(e) && e.type !== 'radio').map(e => 'not reached: ' + e.outerHTML.slice(0, 120)),
             ...open_.filter(e => /INPUT|SELECT|TEXTAREA/.test(e.tagName) && !e.labels.length && !e.ariaLabel)
                 .map(e => 'no label: ' + e.outerHTML.slice(0, 120)),
             ...(document.documentElement.lang ? [] : ['no language']),
             ...(document.querySelectorAll('h1').length === 1 ? [] : ['not one h1']),
             ...(document.querySelector('main') ? [] : ['no main'])].join('\\n')
            """)
        faults += (answer["value"]?.string ?? "").split(separator: "\n").map(String.init)
        return faults + (try await overflowOnPhone())
    }

    private func overflowOnPhone() async throws -> [String] {
        try await call(
            "Emulation.setDeviceMetricsOverride",
            ["width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": true])
        let width = try await evaluate("document.documentElement.scrollWidth")["value"]?.integer ?? 0
        try await call("Emulation.clearDeviceMetricsOverride")
        return width > 360 ? ["\(width) wide on a phone of 360"] : []
    }
}
