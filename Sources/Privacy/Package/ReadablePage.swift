import Exports
import JSON
import PersonalData
import Texts
import Values

/// Makes pages for people of the package's JSON: plain HTML, nothing fetched from anywhere.
struct ReadablePage {
    private let wording: Wording
    private static let largest = 4 << 20

    init(_ wording: Wording) { self.wording = wording }

    /// Where the readable form of a file stands: beside it.
    static func path(of file: String) -> String { file + ".html" }

    static func isReadable(_ file: String) -> Bool { file.hasSuffix(".json") }

    /// Nil for what isn't JSON, and for a file too large to be read as one page.
    func render(_ item: ExportedItem) -> String? {
        guard Self.isReadable(item.path), item.bytes.count <= Self.largest,
            let root = try? JSONDocument(parsing: item.bytes).root
        else { return nil }
        let depth = item.path.count { $0 == "/" }
        let back = String(repeating: "../", count: depth) + "index.html"
        let body = "<p><a href=\"\(back)\">\(wording(.packageTitle).escaped)</a></p>" + content(root)
        return document(title: item.path, body)
    }

    func index(of files: [ExportedFile], request: String, madeAt: Instant) -> String {
        var body = "<p>" + wording(.packageIntroduction).escaped + "</p>"
        body += "<p>" + wording(.packageMade, ["date": wording.moment(madeAt), "request": request]).escaped + "</p>"
        let groups = Dictionary(grouping: files) { $0.name.split(separator: "/").first.map(String.init) ?? "" }
        for name in groups.keys.sorted() {
            body += "<h2>" + category(name).escaped + "</h2><ul>"
            for file in (groups[name] ?? []).sorted(by: { $0.name < $1.name }) { body += entry(file) }
            body += "</ul>"
        }
        body += "<p>" + wording(.packageRights).escaped + "</p>"
        return document(title: wording(.packageTitle), body)
    }

    private func entry(_ file: ExportedFile) -> String {
        let isReadable = Self.isReadable(file.name) && file.bytes <= Self.largest
        let target = isReadable ? Self.path(of: file.name) : file.name
        let link = "<a href=\"\(target.escaped)\">\(file.name.escaped)</a>"
        return "<li>\(link) – " + wording(.packageEntries, count: file.rows).escaped + "</li>"
    }

    private func category(_ folder: String) -> String {
        switch folder {
        case "person": wording(.packagePerson)
        case "lti": wording(.packageLaunches)
        case "cohorts": wording(.packageCourses)
        case "xapi": wording(.packageRecords)
        case "content": wording(.packageSessions)
        case "requests": wording(.packageRequests)
        default: folder
        }
    }

    private func content(_ value: JSONValue) -> String {
        switch value.kind {
        case .object:
            value.count == 0
                ? "–"
                : "<dl>"
                    + value.members.map { name, value in
                        "<dt>\(name.escaped)</dt><dd>\(content(value))</dd>"
                    }.joined() + "</dl>"
        case .array:
            value.count == 0 ? "–" : "<ol>" + value.elements.map { "<li>\(content($0))</li>" }.joined() + "</ol>"
        case .string: (value.string ?? "").escaped
        default: value.rawText.escaped
        }
    }

    private func document(title: String, _ body: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="\(wording.language.rawValue)" dir="\(wording.language.direction)">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <title>\(title.escaped)</title>
        <style>
        body { font: 1rem/1.5 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem }
        dt { font-weight: 600 } dd { margin-inline-start: 1.5rem; overflow-wrap: anywhere }
        ol > li { border-top: 1px solid #999; padding: .5rem 0 }
        </style>
        </head>
        <body>
        <h1>\(title.escaped)</h1>
        \(body)
        </body>
        </html>

        """
    }
}

extension String {
    /// Safe as text and in a quoted attribute of HTML.
    fileprivate var escaped: String {
        var out = ""
        for character in unicodeScalars {
            switch character {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            default: out.unicodeScalars.append(character)
            }
        }
        return out
    }
}
