import Values
package import XAPI

/// The values of an `If-Match` or `If-None-Match` header (RFC 9110 §13.1).
package enum ETagCondition: Hashable, Sendable {
    case any
    /// Tags without their quotes; whether each is weak (RFC 9110 §8.8.3).
    case tags([String: Bool])

    /// `*`, or tags parted by commas. A tag without quotes, as some clients send it, is read as one with them.
    package init(_ header: String) {
        var rest = header.utf8[...]
        var tags: [String: Bool] = [:]
        while let first = rest.first {
            if first == UInt8(ascii: ",") || first == UInt8(ascii: " ") || first == UInt8(ascii: "\t") {
                rest.removeFirst()
                continue
            }
            let isWeak = rest.starts(with: "W/".utf8)
            if isWeak { rest.removeFirst(2) }
            let tag = Self.tag(&rest)
            tags[tag] = isWeak && tags[tag] ?? true
        }
        self = tags == ["*": false] && !header.contains("\"") ? .any : .tags(tags)
    }

    private static func tag(_ rest: inout Substring.UTF8View) -> String {
        let isQuoted = rest.first == UInt8(ascii: "\"")
        if isQuoted { rest.removeFirst() }
        let text = rest.prefix { byte in
            isQuoted ? byte != UInt8(ascii: "\"") : ![UInt8(ascii: ","), 0x20, 0x09].contains(byte)
        }
        rest.removeFirst(text.count)
        if isQuoted, !rest.isEmpty { rest.removeFirst() }
        return String(decoding: text, as: UTF8.self)
    }

    /// What stands behind the tag of a document that was sent in gzip: the document is the same.
    private static let packed = "-gzip"

    /// By the strong comparison, which `If-Match` asks for: weak tags match nothing.
    package func matches(_ etag: String?) -> Bool {
        guard let etag else { return false }
        switch self {
        case .any: return true
        case .tags(let tags): return tags[etag] == false || tags[etag + Self.packed] == false
        }
    }

    /// By the weak comparison, which `If-None-Match` asks for.
    package func matchesWeakly(_ etag: String?) -> Bool {
        guard let etag else { return false }
        switch self {
        case .any: return true
        case .tags(let tags): return tags[etag] != nil || tags[etag + Self.packed] != nil
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
        if let ifNoneMatch, ifNoneMatch.matchesWeakly(etag) {
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
