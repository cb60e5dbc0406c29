/// A URL taken apart, with what to dial for names under `localhost`.
struct Address {
    let scheme: String
    /// Host and port, as in the `Host` header.
    let authority: String
    let host: String
    let port: String
    /// Path, query and fragment.
    let rest: String

    init(_ url: String) throws {
        guard let match = url.wholeMatch(of: /(https?):\/\/(([^\/?#:]+)(?::([0-9]+))?)([^#]*)(#.*)?/) else {
            throw BrowserClient.Failure(description: "no absolute http address: \(url)")
        }
        scheme = String(match.output.1)
        authority = String(match.output.2)
        host = String(match.output.3)
        port = match.output.4.map(String.init) ?? (scheme == "https" ? "443" : "80")
        rest = match.output.5.isEmpty ? "/" : String(match.output.5)
    }

    var dialled: String {
        let address = host == "localhost" || host.hasSuffix(".localhost") ? "127.0.0.1" : host
        return "\(scheme)://\(address):\(port)\(rest.hasPrefix("/") ? rest : "/" + rest)"
    }

    var origin: String { "\(scheme)://\(authority)" }

    func resolving(_ reference: String) -> String {
        if reference.contains("://") { return reference }
        if reference.hasPrefix("//") { return scheme + ":" + reference }
        if reference.hasPrefix("/") { return origin + reference }
        if reference.hasPrefix("?") { return origin + String(rest.prefix { $0 != "?" }) + reference }
        let path = rest.prefix { $0 != "?" }
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/"
        var segments = folder.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        var tail = reference[...]
        while tail.hasPrefix("../") || tail.hasPrefix("./") {
            if tail.hasPrefix("../") { _ = segments.popLast() }
            tail = tail.drop { $0 != "/" }.dropFirst()
        }
        return origin + segments.joined(separator: "/") + "/" + tail
    }
}
