import Content
import Values

/// The URLs of one session on the content host (design D9).
struct ContentAddress {
    /// `http://<label>.content.localhost:8081`.
    let origin: String

    init(_ settings: ServiceSettings, label: String) { origin = settings.contentOrigin(label: label) }

    /// The session's LRS, without a slash at its end (CMI-LCH-06).
    var endpoint: String { origin + "/xapi" }

    func fetch(_ secret: String) -> String { origin + "/cmi5/fetch/" + secret }

    /// Where an item opens in a session.
    func page(of item: PackageItem, pathSecret: String) -> String {
        item.file == nil ? item.url : "\(origin)/s/\(pathSecret)/\(Self.encoded(item.url))"
    }

    /// The same without the session's secret, for the `launched` statement, which many may read (CMI-SAFE-07).
    func publicPage(of item: PackageItem) -> String {
        item.file == nil ? item.url : "\(origin)/\(Self.encoded(item.url))"
    }

    /// Percent-encodes what must not stand in a URL; escapes that are there stay (packages.md §2, 31).
    static func encoded(_ reference: String) -> String {
        var out = ""
        for byte in reference.utf8 {
            if byte <= 32 || byte >= 127 || "\"<>\\^`{|}".utf8.contains(byte) {
                out += "%" + Hexadecimal.encode([byte]).uppercased()
            } else {
                out.unicodeScalars.append(Unicode.Scalar(byte))
            }
        }
        return out
    }
}
