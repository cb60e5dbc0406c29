/// Name–value pairs in `application/x-www-form-urlencoded` form (WHATWG URL §5), as queries and HTML forms send them.
public struct URLEncodedForm: Sendable {
    /// In order of appearance; a name may come more than once.
    public var fields: [(name: String, value: String)]

    public init(_ fields: [(name: String, value: String)] = []) { self.fields = fields }

    /// Nil for a percent sign without two hexadecimal digits, and for bytes that aren't UTF-8.
    public init?(parsing text: some StringProtocol) {
        fields = []
        for pair in Array(text.utf8).split(separator: UInt8(ascii: "&")) {
            let separator = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            guard let name = Self.decode(pair[..<separator]), let value = Self.decode(pair[separator...].dropFirst())
            else { return nil }
            fields.append((name, value))
        }
    }

    /// The first value of a name.
    public subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    public func values(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    /// The names that appear more than once.
    public var repeatedNames: [String] {
        var seen: Set<String> = []
        var repeated: [String] = []
        for field in fields where !seen.insert(field.name).inserted && !repeated.contains(field.name) {
            repeated.append(field.name)
        }
        return repeated
    }

    public var encoded: String {
        fields.map { Self.encode($0.name) + "=" + Self.encode($0.value) }.joined(separator: "&")
    }

    /// This form's pairs appended to a URL's query, before its fragment; a query that is there stays.
    public func appended(to url: String) -> String {
        guard !fields.isEmpty else { return url }
        let fragment = url.firstIndex(of: "#") ?? url.endIndex
        let base = url[..<fragment]
        let joint = base.contains("?") ? (base.hasSuffix("?") || base.hasSuffix("&") ? "" : "&") : "?"
        return base + joint + encoded + url[fragment...]
    }

    /// Percent-encodes everything but the unreserved characters of RFC 3986 §2.3.
    public static func encode(_ text: some StringProtocol) -> String {
        var out: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                out.append(byte)
            default:
                out += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static let digits = Array("0123456789ABCDEF".utf8)

    private static func decode(_ text: ArraySlice<UInt8>) -> String? {
        guard text.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
            return String(validating: text, as: UTF8.self)
        }
        var out: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): out.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst()?.hexNibble, let low = rest.popFirst()?.hexNibble else { return nil }
                out.append(UInt8(high << 4 | low))
            default: out.append(byte)
            }
        }
        return String(validating: out, as: UTF8.self)
    }
}
