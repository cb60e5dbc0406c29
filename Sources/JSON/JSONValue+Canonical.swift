extension JSONValue {
    /// Whether both stand for the same value: member order doesn't matter, numbers are compared by value without
    /// rounding, strings by their code points.
    public func isEquivalent(to other: JSONValue) -> Bool {
        if rawBytes == other.rawBytes { return true }
        return kind == other.kind && canonicalBytes == other.canonicalBytes
    }

    /// One serialisation for all equivalent values: members sorted by name, numbers as ``JSONDecimal`` writes them.
    public var canonicalBytes: [UInt8] {
        var writer = JSONWriter()
        writer.canonical(self)
        return writer.bytes
    }
}

extension JSONWriter {
    /// Writes the value's canonical form; see ``JSONValue/canonicalBytes``.
    public mutating func canonical(_ value: JSONValue) {
        switch value.kind {
        case .object:
            beginObject()
            for (name, member) in value.membersByName {
                self.name(name)
                canonical(member)
            }
            endObject()
        case .array:
            beginArray()
            for element in value.elements { canonical(element) }
            endArray()
        case .string: string(value.string ?? "")
        case .number: raw(JSONDecimal(checked: value.rawBytes).canonicalBytes)
        case .true, .false, .null: raw(value.rawBytes)
        }
    }
}

extension JSONValue {
    /// The members of an object sorted by the bytes of their names.
    public var membersByName: [(name: String, value: JSONValue)] {
        members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
}
