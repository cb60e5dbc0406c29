extension JSONValue {
    /// Where the value stands in its document, as a JSON Pointer (RFC 6901): `/1/actor/mbox`; empty for the root.
    ///
    /// Found by going down from the root, so nothing is spent on it until somebody asks.
    public var pointer: String {
        var pointer = ""
        var container = JSONValue(storage: storage, index: 0)
        while container.index != index, let step = container.step(towards: index) {
            pointer += "/" + JSONPointer.escaped(step.token)
            container = step.value
        }
        return pointer
    }

    /// The pointer to a member that this object has or should have.
    public func pointer(to name: String) -> String { pointer + "/" + JSONPointer.escaped(name) }

    private func step(towards target: Int) -> (token: String, value: JSONValue)? {
        let isObject = kind == .object
        var place = index + 1
        var position = 0
        while place < Int(entry.next) {
            let value = JSONValue(storage: storage, index: isObject ? place + 1 : place)
            if target < Int(value.entry.next) {
                return (isObject ? text(of: storage.tape[place]) : String(position), value)
            }
            place = Int(value.entry.next)
            position += 1
        }
        return nil
    }
}

/// RFC 6901.
public enum JSONPointer {
    /// A member's name as a reference token: `~` is `~0` and `/` is `~1` (§3).
    public static func escaped(_ name: String) -> String {
        guard name.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else { return name }
        var out = ""
        for scalar in name.unicodeScalars {
            switch scalar {
            case "~": out += "~0"
            case "/": out += "~1"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
