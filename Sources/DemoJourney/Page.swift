package import NIOHTTP1
import Values

/// An answer as a browser sees it: where it came from, and the forms, links and frames in it.
package struct Page: Sendable {
    package struct Form: Sendable {
        package var action: String
        /// `get` or `post`.
        package var method: String
        package var fields: [(name: String, value: String)]
    }

    package var url: String
    package var status: Int
    package var headers: HTTPHeaders
    package var body: [UInt8]

    package var text: String { String(decoding: body, as: UTF8.self) }

    package var forms: [Form] {
        text.matches(of: /(?s)<form\b([^>]*)>(.*?)<\/form>/).map { match in
            let attributes = Self.attributes(match.output.1)
            let content = match.output.2
            let inputs = content.matches(of: /<(?:input|button)\b([^>]*)>/).compactMap { input -> (String, String)? in
                let attributes = Self.attributes(input.output.1)
                guard let name = attributes["name"] else { return nil }
                let choosable = attributes["type"] == "checkbox" || attributes["type"] == "radio"
                if choosable && attributes["checked"] == nil { return nil }
                return (name, attributes["value"] ?? "")
            }
            return Form(
                action: resolve(attributes["action"] ?? url), method: (attributes["method"] ?? "get").lowercased(),
                fields: inputs.map { (name: $0.0, value: $0.1) })
        }
    }

    /// The addresses of links, in order.
    package var links: [String] { addresses(of: /<a\b([^>]*)>/, attribute: "href") }

    /// The addresses of frames, in order.
    package var frames: [String] { addresses(of: /<iframe\b([^>]*)>/, attribute: "src") }

    /// The first form whose address holds `part`.
    package func form(to part: String) throws -> Form {
        guard let form = forms.first(where: { $0.action.contains(part) }) else {
            throw BrowserClient.Failure(description: "no form to “\(part)” on \(url) (status \(status))")
        }
        return form
    }

    private func addresses(of tag: Regex<(Substring, Substring)>, attribute: String) -> [String] {
        text.matches(of: tag).compactMap { Self.attributes($0.output.1)[attribute].map(resolve) }
    }

    private func resolve(_ reference: String) -> String {
        (try? Address(url).resolving(reference)) ?? reference
    }

    private static func attributes(_ text: Substring) -> [String: String] {
        var found: [String: String] = [:]
        for match in text.matches(of: /([\w:-]+)(?:\s*=\s*"([^"]*)")?/) {
            found[match.output.1.lowercased()] = match.output.2.map(unescaped) ?? ""
        }
        return found
    }

    private static func unescaped(_ text: Substring) -> String {
        String(text).replacing("&quot;", with: "\"").replacing("&#39;", with: "'").replacing("&lt;", with: "<")
            .replacing("&gt;", with: ">").replacing("&#x2F;", with: "/").replacing("&amp;", with: "&")
    }
}
