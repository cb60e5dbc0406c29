import Cryptography
package import Values

/// A document's content: opaque bytes, whatever their type says.
package struct DocumentContent: Hashable, Sendable {
    /// As sent; `application/octet-stream` when nothing was.
    package let type: String
    package let bytes: [UInt8]

    package init(type: String, bytes: [UInt8]) {
        self.type = type
        self.bytes = bytes
    }

    /// `application/json`, with parameters or without; the type's letter case doesn't matter.
    package var isJSON: Bool {
        let essence = type.utf8.prefix { $0 != UInt8(ascii: ";") }
        return String(decoding: essence, as: UTF8.self).filter { $0 != " " }.lowercased() == "application/json"
    }

    /// SHA-1 of the bytes in lower-case hexadecimal digits, without quotes (1.0.3 Communication §3.1).
    package var etag: String { Hexadecimal.encode(Digest.sha1(bytes)) }
}

/// A stored document.
package struct Document: Hashable, Sendable {
    package let content: DocumentContent
    package let etag: String
    package let changed: Instant
}

/// A line of a list of documents.
package struct DocumentEntry: Hashable, Sendable {
    package let id: String
    package let changed: Instant
}
