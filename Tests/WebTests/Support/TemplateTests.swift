import Foundation
import HTTPTypes
import Hummingbird
import Testing
import Texts

@testable import Web

@Suite struct TemplateTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources/Web/Templates")

    @Test("Every template of the folder is registered and parses")
    func registered() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
            .map { String($0.prefix { $0 != "." }) }
        #expect(Set(names) == Set(Templates.sources.keys))
        for name in names { #expect(Templates.hold(name), "\(name)") }
    }

    @Test("No template has script, style or handlers of its own, or shows a value unescaped")
    func noInline() {
        for (name, bytes) in Templates.sources {
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(!text.contains(/(?i)<style|\sstyle=|\son[a-z]+=|javascript:|\{\{\{|\{\{&/), "\(name)")
            #expect(!text.contains(/<script(?! src=)/), "\(name)")
        }
    }

    @Test("Every text that a template asks for exists")
    func texts() {
        for (name, bytes) in Templates.sources {
            for match in String(decoding: bytes, as: UTF8.self).matches(of: /\{\{t\.(\w+)\}\}/) {
                #expect(TextKey(rawValue: String(match.1)) != nil, "\(match.1) in \(name)")
            }
        }
    }

    @Test("Every asset that a template or page asks for exists, under a name with its hash")
    func assets() {
        for name in ["lectern.css", "icon.svg", "launch.js", "lesson.js", "times.js"] {
            #expect(Assets.path(of: name).contains(/^\/assets\/[a-z]+\.[A-Za-z0-9_-]{12}\.[a-z]+$/))
        }
    }
}

@Suite struct PageTests {
    private let hostile = #""><script>alert(1)</script>{{t.save}}<img src=x onerror='x'>"#

    private func html(_ language: Language = .en) throws -> String {
        let table = Table(
            hostile, columns: [hostile], rows: [[.link(hostile, hostile), .code(hostile)]], whenEmpty: "")
        let field = Field(hostile, hostile, value: hostile, help: hostile)
        let form = FormView(action: hostile, submit: hostile, formToken: hostile, fields: [field])
        let blocks: [Block] = [
            .heading(hostile), .note(kind: "bad", text: hostile, faults: [hostile]), .table(table), .form(form),
        ]
        let page = Page(
            "staff", title: hostile, language: language,
            values: ["blocks": .list(blocks.map(\.value)), "nav": .absent, "up": .absent])
        return try #require(page.html())
    }

    @Test("A hostile name is shown as text wherever it stands, and is never run as a template")
    func escaping() throws {
        let html = try html()
        #expect(!html.contains("<script>"))
        #expect(!html.contains("<img"))
        #expect(!html.contains("'x'"))
        #expect(html.contains("{{t.save}}"))
        #expect(html.components(separatedBy: "&lt;script&gt;alert(1)&lt;/script&gt;").count > 15)
    }

    @Test("An Arabic page runs from right to left")
    func direction() throws {
        #expect(try html(.ar).contains(#"<html lang="ar" dir="rtl">"#))
        #expect(try html(.fr).contains(#"<html lang="fr" dir="ltr">"#))
    }

    @Test("A page's policy allows no inline script or style, and no frame but those named")
    func policy() {
        let page = Page("message", title: "x", language: .en)
        let policy = page.response().headers[.contentSecurityPolicy] ?? ""
        #expect(policy.contains("frame-ancestors 'none'"))
        #expect(policy.contains("default-src 'none'"))
        #expect(!policy.contains("unsafe"))
    }

    @Test("A value that a section lacks isn't taken from around it")
    func noClimbing() throws {
        let cell = Cell.text("plain")
        let page = Page(
            "staff", title: "t", language: .en,
            values: [
                "href": "https://elsewhere.example", "nav": .absent, "up": .absent,
                "blocks": .list([Block.facts([(label: "l", cell: cell)]).value]),
            ])
        #expect(try #require(page.html()).contains("elsewhere") == false)
    }
}
