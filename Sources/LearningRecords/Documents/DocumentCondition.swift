import Values
package import XAPI

/// The values of an `If-Match` or `If-None-Match` header (RFC 9110 §13.1).
package enum ETagCondition: Hashable, Sendable {
    case any
    /// Strong tags without their quotes; weak ones never match and are left out.
    case tags(Set<String>)

    /// `*`, or tags parted by commas. A tag without quotes, as some clients send it, is read as one with them.
    package init(_ header: String) {
        let parts = header.split(separator: ",").map { $0.drop { $0 == " " || $0 == "\t" } }
        if parts.count == 1, parts[0].prefix(while: { $0 != " " }) == "*" {
            self = .any
            return
        }
        var tags: Set<String> = []
        for part in parts where !part.hasPrefix("W/") {
            tags.insert(part.filter { $0 != "\"" && $0 != " " })
        }
        self = .tags(tags)
    }

    package func matches(_ etag: String?) -> Bool {
        guard let etag else { return false }
        switch self {
        case .any: return true
        case .tags(let tags): return tags.contains(etag)
        }
    }
}

/// Under which conditions a document may be changed (1.0.3 Communication §3.1; IEEE 9274.1.1 §4.1.4).
package struct DocumentCondition: Hashable, Sendable {
    package enum Change: Sendable {
        case put, post, delete
    }

    package var ifMatch: ETagCondition?
    package var ifNoneMatch: ETagCondition?
    /// The line of the standard that the request speaks.
    package var version: XAPIVersion

    package init(ifMatch: ETagCondition? = nil, ifNoneMatch: ETagCondition? = nil, version: XAPIVersion) {
        self.ifMatch = ifMatch
        self.ifNoneMatch = ifNoneMatch
        self.version = version
    }

    /// - Parameter etag: of the document that is there; nil when there is none.
    /// - Throws: `preconditionFailed`; for a PUT without conditions `conflict` over a document that is there, and
    ///   `invalid` over none where 1.0.3 asks for a condition.
    package func check(_ change: Change, of resource: DocumentResource, existing etag: String?) throws {
        if let ifMatch, !ifMatch.matches(etag) {
            throw ServiceError(.preconditionFailed, "The document isn't the one that If-Match names.")
        }
        if let ifNoneMatch, ifNoneMatch.matches(etag) {
            throw ServiceError(.preconditionFailed, "The document is there already.")
        }
        guard change == .put, ifMatch == nil, ifNoneMatch == nil else { return }
        if version == .v1 && resource == .state { return }
        if etag != nil {
            throw ServiceError(
                .conflict, "The document is there already: fetch it and send its ETag in If-Match to replace it.")
        }
        if version == .v1 {
            throw ServiceError(.invalid, "A new document needs If-None-Match: * (or If-Match).")
        }
    }
}
