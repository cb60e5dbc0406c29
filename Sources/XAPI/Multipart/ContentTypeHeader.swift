/// A `Content-Type` header taken apart (RFC 9110 §8.3.1, RFC 2045 §5.1).
public struct ContentTypeHeader: Sendable, Hashable {
    /// `type/subtype` in lower case.
    public let essence: String
    /// In the order sent, names in lower case.
    public let parameters: [Parameter]

    public struct Parameter: Sendable, Hashable {
        public let name: String
        public let value: String
    }

    /// Nil for what isn't a media type, and for a parameter that comes twice.
    public init?(_ text: String) {
        var rest = Substring(text)
        let essence = rest.prefix { $0 != ";" }
        rest = rest.dropFirst(essence.count)
        let trimmed = Self.trimmed(essence)
        guard MediaType.isValid(trimmed) else { return nil }
        self.essence = trimmed.lowercased()
        var parameters: [Parameter] = []
        while rest.first == ";" {
            rest = rest.dropFirst()
            rest = rest.drop { $0 == " " || $0 == "\t" }
            guard !rest.isEmpty, rest.first != ";" else { continue }
            guard let parameter = Self.parameter(&rest), !parameters.contains(where: { $0.name == parameter.name })
            else { return nil }
            parameters.append(parameter)
        }
        guard rest.isEmpty else { return nil }
        self.parameters = parameters
    }

    /// - Parameter name: in lower case.
    public subscript(name: String) -> String? { parameters.first { $0.name == name }?.value }

    private static func parameter(_ rest: inout Substring) -> Parameter? {
        let name = rest.prefix { $0 != "=" && $0 != ";" }
        rest = rest.dropFirst(name.count)
        guard rest.first == "=" else { return nil }
        rest = rest.dropFirst()
        let trimmedName = trimmed(name)
        guard !trimmedName.isEmpty else { return nil }
        let value: String
        if rest.first == "\"" {
            guard let quoted = quoted(&rest) else { return nil }
            value = quoted
            rest = rest.drop { $0 == " " || $0 == "\t" }
        } else {
            let plain = rest.prefix { $0 != ";" }
            rest = rest.dropFirst(plain.count)
            value = trimmed(plain)
        }
        return Parameter(name: trimmedName.lowercased(), value: value)
    }

    private static func quoted(_ rest: inout Substring) -> String? {
        rest = rest.dropFirst()
        var value = ""
        while let character = rest.popFirst() {
            switch character {
            case "\"": return value
            case "\\":
                guard let escaped = rest.popFirst() else { return nil }
                value.append(escaped)
            default: value.append(character)
            }
        }
        return nil
    }

    private static func trimmed(_ text: Substring) -> String {
        let begun = text.drop { $0 == " " || $0 == "\t" }
        return String(begun.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
}
