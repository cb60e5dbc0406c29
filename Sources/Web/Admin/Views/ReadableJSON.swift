import JSON

/// JSON over several lines, two spaces a level, numbers and order as they were.
enum ReadableJSON {
    static func text(of value: JSONValue) -> String {
        var out = ""
        write(value, indent: "", to: &out)
        return out
    }

    private static func write(_ value: JSONValue, indent: String, to out: inout String) {
        let inner = indent + "  "
        switch value.kind {
        case .object where value.count > 0:
            list(value.members, between: ("{", "}"), indent, to: &out) { member, out in
                out += JSONNode.string(member.name).text + ": "
                write(member.value, indent: inner, to: &out)
            }
        case .array where value.count > 0:
            list(value.elements, between: ("[", "]"), indent, to: &out) { write($0, indent: inner, to: &$1) }
        default: out += value.rawText
        }
    }

    private static func list<Items: Sequence>(
        _ items: Items, between ends: (String, String), _ indent: String, to out: inout String,
        _ write: (Items.Element, inout String) -> Void
    ) {
        out += ends.0
        for (place, item) in items.enumerated() {
            out += (place == 0 ? "\n" : ",\n") + indent + "  "
            write(item, &out)
        }
        out += "\n" + indent + ends.1
    }
}
