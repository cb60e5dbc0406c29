/// JSON to be written: built in memory, members in the order in which they are given.
public indirect enum JSONNode: Sendable {
    case object([(String, JSONNode)])
    case array([JSONNode])
    case string(String)
    /// A number as RFC 8259 §6 writes it; the text isn't checked.
    case number(String)
    case bool(Bool)
    case null
    /// Already serialised JSON, written as it is.
    case raw([UInt8])

    public var serialized: [UInt8] {
        var writer = JSONWriter()
        writer.value(self)
        return writer.bytes
    }

    public var text: String { String(decoding: serialized, as: UTF8.self) }

    /// Safe to stand in an HTML `script` or attribute: `<`, `>`, `&`, U+2028 and U+2029 are escaped.
    public var htmlSafeText: String {
        var writer = JSONWriter(for: .html)
        writer.value(self)
        return writer.text
    }

    public static func number(_ value: some BinaryInteger) -> JSONNode { .number(value.description) }

    /// Infinity and not-a-number become null.
    public static func number(_ value: Double) -> JSONNode { value.isFinite ? .number(value.description) : .null }

    /// An object of those members that have a value.
    public static func compactObject(_ members: [(String, JSONNode?)]) -> JSONNode {
        .object(members.compactMap { name, value in value.map { (name, $0) } })
    }

    /// A member of an object; nil for every other kind.
    public subscript(name: String) -> JSONNode? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.0.utf8.elementsEqual(name.utf8) }?.1
    }
}

/// Equal as built: member order and number text count. For values' equality see ``JSONValue/isEquivalent(to:)``.
extension JSONNode: Equatable {
    public static func == (a: JSONNode, b: JSONNode) -> Bool {
        switch (a, b) {
        case (.object(let a), .object(let b)):
            a.count == b.count && zip(a, b).allSatisfy { $0.0.utf8.elementsEqual($1.0.utf8) && $0.1 == $1.1 }
        case (.array(let a), .array(let b)): a == b
        case (.string(let a), .string(let b)): a.utf8.elementsEqual(b.utf8)
        case (.number(let a), .number(let b)): a == b
        case (.bool(let a), .bool(let b)): a == b
        case (.null, .null): true
        case (.raw(let a), .raw(let b)): a == b
        default: false
        }
    }
}

extension JSONNode: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringInterpolation,
    ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
    public init(dictionaryLiteral elements: (String, JSONNode)...) { self = .object(elements) }
    public init(arrayLiteral elements: JSONNode...) { self = .array(elements) }
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int64) { self = .number(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(nilLiteral: ()) { self = .null }
}

extension JSONValue {
    /// A copy that can be changed and written; numbers keep their text.
    public var node: JSONNode {
        switch kind {
        case .object: .object(members.map { ($0.name, $0.value.node) })
        case .array: .array(elements.map(\.node))
        case .string: .string(string ?? "")
        case .number: .number(numberText ?? "0")
        case .true: .bool(true)
        case .false: .bool(false)
        case .null: .null
        }
    }
}
