import Values

/// The headers of a part (RFC 2046 §5.1).
public struct MultipartHeaders: Sendable, Hashable {
    private var values: [String: String] = [:]
    private var last: String?

    public init() {}

    /// - Parameter name: in lower case.
    public subscript(name: String) -> String? { values[name] }

    /// Takes a line without its end; a line that begins with white space goes on with the one before.
    /// - Throws: `invalid` for what isn't a header, and for one that comes twice.
    mutating func add(line: ArraySlice<UInt8>) throws(ServiceError) {
        guard let text = String(validating: line, as: UTF8.self), !text.utf8.contains(where: Self.isControl) else {
            throw Self.refusal("A part's header isn't plain text.")
        }
        if text.first == " " || text.first == "\t" {
            guard let last else { throw Self.refusal("A part's headers begin with white space.") }
            values[last, default: ""] += " " + Self.trimmed(text)
            return
        }
        let name = text.prefix { $0 != ":" }
        guard name.utf8.count < text.utf8.count, !name.isEmpty, name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw Self.refusal("A part's header has no name.")
        }
        let key = name.lowercased()
        guard values.updateValue(Self.trimmed(String(text.dropFirst(name.count + 1))), forKey: key) == nil else {
            throw Self.refusal("A part has the header \(key) more than once.")
        }
        last = key
    }

    private static func isControl(_ byte: UInt8) -> Bool { byte < 0x20 && byte != 0x09 || byte == 0x7F }

    private static func trimmed(_ text: String) -> String {
        String(text.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }

    private static func refusal(_ text: String) -> ServiceError {
        ServiceError(.invalid, "Not a multipart body: " + text)
    }
}
