import Values

/// Service URLs are opaque and may carry a query of their own (AGS 2.0 §3.2.4, §3.3.1, §3.4.1).
public enum ServiceURL {
    /// `/scores` in the path of a line item, its query kept; nil when it is no URL.
    public static func scores(of lineItem: String) -> String? {
        WebAddress(lineItem)?.appending(pathSegment: "scores").text
    }

    /// `/results` in the path of a line item, its query kept; nil when it is no URL.
    public static func results(of lineItem: String) -> String? {
        WebAddress(lineItem)?.appending(pathSegment: "results").text
    }

    /// The URL with further parameters after those that it has.
    public static func adding(_ parameters: [(name: String, value: String)], to url: String) -> String {
        URLEncodedForm(parameters).appended(to: url)
    }

    /// Whether a token meant for `trusted` may go to `url`: same scheme, host and port.
    public static func sharesOrigin(_ url: String, with trusted: String) -> Bool {
        guard let a = WebAddress(url), let b = WebAddress(trusted) else { return false }
        return a.origin == b.origin
    }
}
