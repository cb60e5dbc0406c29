import HTTPTypes
import Workflows

/// Which scripts may call the LRS from another origin, and what their browsers are told (Fetch standard §3.2).
struct CrossOrigin: Sendable {
    private let exact: Set<String>
    /// `.content.localhost:8081` with its scheme in front: the packages' own hosts.
    private let contentScheme, contentSuffix: String
    private let allowsAll: Bool

    init(_ settings: ServiceSettings, further: [String]) {
        exact = Set(([settings.publicURL, settings.contentURL] + further).map { $0.lowercased() })
        allowsAll = further.contains("*")
        let parts = settings.contentURL.lowercased().split(separator: "/", maxSplits: 1)
        contentScheme = (parts.first.map(String.init) ?? "") + "//"
        contentSuffix = "." + (parts.last.map { $0.drop { $0 == "/" } } ?? "")
    }

    func allows(_ origin: String) -> Bool {
        let origin = origin.lowercased()
        if allowsAll || exact.contains(origin) { return true }
        return contentSuffix.count > 1 && origin.hasPrefix(contentScheme) && origin.hasSuffix(contentSuffix)
    }

    /// What every answer carries, errors among them.
    func fields(origin: String?) -> HTTPFields {
        var fields: HTTPFields = [.vary: "Origin"]
        guard let origin, allows(origin) else { return fields }
        fields[.accessControlAllowOrigin] = origin
        fields[.accessControlExposeHeaders] =
            "ETag, Last-Modified, Content-Length, X-Experience-API-Version, X-Experience-API-Consistent-Through"
        return fields
    }

    /// The answer to a preflight, which comes without credentials and without a version.
    func preflight(origin: String?) -> XAPIAnswer {
        var fields = fields(origin: origin)
        if let origin, allows(origin) {
            fields[.accessControlAllowMethods] = "GET, HEAD, PUT, POST, DELETE"
            fields[.accessControlAllowHeaders] =
                "Authorization, Content-Type, Accept, Accept-Language, If-Match, If-None-Match, X-Experience-API-Version"
            fields[.accessControlMaxAge] = "3600"
        }
        return XAPIAnswer(.noContent, fields: fields)
    }
}
