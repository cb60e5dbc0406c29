package import HTTPTypes
package import Hummingbird
import Mustache
import NIOCore
package import Texts

/// A page before it is rendered: a template, its values, and what the frame around it needs.
package struct Page: Sendable {
    /// The template's name, `launch-again` for `Templates/launch-again.mustache`.
    package var template: String
    package var title: String
    package var language: Language
    package var values: [String: PageValue]
    package var status: HTTPResponse.Status = .ok
    package var policy = ContentPolicy()
    /// Names of assets whose scripts the page runs; every page works without them.
    package var scripts: [String] = []
    /// Seconds after which the browser reads the page again by itself; for work that runs on.
    package var refreshAfter: Int?
    /// What the browser tells of the page where its links and forms lead; nil for nothing at all.
    package var referrerPolicy: String?
    /// The body's class: `wide` for tables, `player` for a lesson, `bare` for what stands in a frame of ours.
    package var bodyClass = ""

    package init(_ template: String, title: String, language: Language, values: [String: PageValue] = [:]) {
        self.template = template
        self.title = title
        self.language = language
        self.values = values
    }

    /// The page as HTML.
    package func html() -> String? {
        var all = values
        all["t"] = .texts(TextLookup(language: language))
        all["title"] = .text(title)
        all["language"] = .text(language.rawValue)
        all["direction"] = .text(language.direction)
        all["style"] = .text(Assets.path(of: "lectern.css"))
        all["icon"] = .text(Assets.path(of: "icon.svg"))
        all["scripts"] = .list(scripts.map { .text(Assets.path(of: $0)) })
        all["refreshAfter"] = refreshAfter.map { .number($0) } ?? .absent
        all["bodyClass"] = .text(bodyClass)
        return Templates.library.render(PageValue.members(all), withTemplate: template)
    }

    /// The page as an answer that no cache keeps.
    package func response() -> Response {
        guard let html = html() else {
            return Response(status: .internalServerError, body: .init(byteBuffer: ByteBuffer(string: template)))
        }
        var headers: HTTPFields = [
            .contentType: "text/html; charset=utf-8", .contentLanguage: language.rawValue, .cacheControl: "no-store",
            .contentSecurityPolicy: policy.headerValue,
        ]
        if let referrerPolicy { headers.setUnlessPresent("Referrer-Policy", referrerPolicy) }
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: html)))
    }

    /// An answer that leads on to another page of ours after a form (RFC 9110 §15.4.4), so that reloading
    /// repeats nothing.
    package static func seeOther(_ path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path, .cacheControl: "no-store"])
    }
}
