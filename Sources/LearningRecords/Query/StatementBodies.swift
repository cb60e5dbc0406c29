/// The bytes of some statements, behind one another in one piece of memory.
package struct StatementBodies: RandomAccessCollection, Sendable {
    private var bytes: [UInt8] = []
    private var places: [Range<Int>] = []

    package init() {}

    package init(_ bodies: some Sequence<[UInt8]>) {
        for body in bodies { body.withUnsafeBufferPointer { append($0) } }
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { places.count }
    /// Of all of them.
    package var byteCount: Int { places.reduce(0) { $0 + $1.count } }

    package subscript(position: Int) -> ArraySlice<UInt8> { bytes[places[position]] }

    mutating func append(_ body: UnsafeBufferPointer<UInt8>) {
        let start = bytes.count
        bytes.append(contentsOf: body)
        places.append(start..<bytes.count)
    }

    /// Leaves those at these indices, in this order.
    mutating func keep(_ indices: some Sequence<Int>) { places = indices.map { places[$0] } }
}
