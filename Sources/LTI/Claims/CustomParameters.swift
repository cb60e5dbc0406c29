import JSON

/// The link's custom parameters (LTI Core 1.3 §5.4.6), in the order sent. Platforms send more than strings.
public struct CustomParameters: Sendable, Equatable {
    public enum Value: Sendable, Equatable {
        /// May be empty.
        case text(String)
        /// A substitution variable that the platform doesn't know, such as `$Context.id.history` (§B).
        case unresolved(String)
        /// Null, a number, a truth value, a list or an object, as JSON; not to be used.
        case other(String)

        init(_ value: JSONValue) {
            guard let text = value.string else {
                self = .other(value.rawText)
                return
            }
            self = Self.isVariable(text) ? .unresolved(text) : .text(text)
        }

        /// `$` and then letters, digits and dots, with a letter first.
        private static func isVariable(_ text: String) -> Bool {
            let name = text.utf8.dropFirst()
            guard text.utf8.first == UInt8(ascii: "$"), let first = name.first, first.isASCIILetter else {
                return false
            }
            return name.allSatisfy { $0.isASCIILetter || (48...57).contains($0) || $0 == 0x2E || $0 == 0x5F }
        }
    }

    public let values: [(name: String, value: Value)]

    init(_ values: [(name: String, value: Value)]) { self.values = values }

    /// The text of a parameter; nil when it is absent, unresolved or no string.
    public subscript(name: String) -> String? {
        for case (name, .text(let text)) in values { return text }
        return nil
    }

    public static func == (a: CustomParameters, b: CustomParameters) -> Bool {
        a.values.elementsEqual(b.values) { $0.name == $1.name && $0.value == $1.value }
    }
}

extension UInt8 {
    fileprivate var isASCIILetter: Bool { (65...90).contains(self) || (97...122).contains(self) }
}
