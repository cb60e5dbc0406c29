extension JSONValue {
    /// The member of that name, compared byte by byte (never by Unicode equivalence); nil when this is no object.
    public subscript(name: String) -> JSONValue? {
        guard entry.kind == .object else { return nil }
        var name = name
        return name.withUTF8 { find($0) }
    }

    /// The element at a position; nil when there is none, or this is no array.
    public subscript(index: Int) -> JSONValue? {
        guard entry.kind == .array, index >= 0, index < entry.count else { return nil }
        var place = self.index + 1
        for _ in 0..<index { place = Int(storage.tape[place].next) }
        return JSONValue(storage: storage, index: place)
    }

    /// The members of an object in document order; empty for every other kind.
    public var members: JSONMembers { JSONMembers(object: self) }

    /// The elements of an array in order; empty for every other kind.
    public var elements: JSONElements { JSONElements(array: self) }

    private func find(_ name: UnsafeBufferPointer<UInt8>) -> JSONValue? {
        storage.bytes.withUnsafeBufferPointer { bytes in
            storage.tape.withUnsafeBufferPointer { tape in
                var place = index + 1
                let end = Int(tape[index].next)
                while place < end {
                    if isName(tape[place], name, in: bytes) { return JSONValue(storage: storage, index: place + 1) }
                    place = Int(tape[place + 1].next)
                }
                return nil
            }
        }
    }

    private func isName(
        _ entry: TapeEntry, _ name: UnsafeBufferPointer<UInt8>, in bytes: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        if entry.isEscaped { return decodedBytes(of: entry, in: bytes).bytes.elementsEqual(name) }
        let content = entry.content
        guard content.count == name.count else { return false }
        for i in 0..<name.count where bytes[content.lowerBound + i] != name[i] { return false }
        return true
    }
}

/// The members of an object, in document order.
public struct JSONMembers: Sequence, Sendable {
    let object: JSONValue

    public struct Iterator: IteratorProtocol {
        let object: JSONValue
        var place: Int
        let end: Int

        public mutating func next() -> (name: String, value: JSONValue)? {
            guard place < end else { return nil }
            let name = object.text(of: object.storage.tape[place])
            let value = JSONValue(storage: object.storage, index: place + 1)
            place = Int(value.entry.next)
            return (name, value)
        }
    }

    public func makeIterator() -> Iterator {
        let isObject = object.kind == .object
        let place = object.index + 1
        return Iterator(object: object, place: place, end: isObject ? Int(object.entry.next) : place)
    }
}

/// The elements of an array, in order.
public struct JSONElements: Sequence, Sendable {
    let array: JSONValue

    public struct Iterator: IteratorProtocol {
        let storage: JSONStorage
        var place: Int
        let end: Int

        public mutating func next() -> JSONValue? {
            guard place < end else { return nil }
            let value = JSONValue(storage: storage, index: place)
            place = Int(value.entry.next)
            return value
        }
    }

    public func makeIterator() -> Iterator {
        let isArray = array.kind == .array
        let place = array.index + 1
        return Iterator(storage: array.storage, place: place, end: isArray ? Int(array.entry.next) : place)
    }
}
