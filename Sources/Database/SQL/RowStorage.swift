/// The cells of one or more rows, filled by an engine: two allocations, however many columns there are.
///
/// `@unchecked Sendable`: an engine fills it before it hands out the first ``Row`` on it, and refills it only while it
/// holds the sole reference. Nobody else reaches its two arrays then, so that their accesses needn't be checked for
/// overlaps at run time, which cost a tenth of a page's reading.
final class RowStorage: @unchecked Sendable {
    struct Cell {
        var kind: SQLKind
        /// The integer, the real's bits, or where the bytes begin.
        var payload: UInt64
        var length: Int
    }

    @exclusivity(unchecked) private(set) var cells: [Cell] = []
    @exclusivity(unchecked) private(set) var bytes: [UInt8] = []

    /// Makes room at once for as much as an earlier answer held.
    func reserve(cells: Int, bytes: Int) {
        self.cells.reserveCapacity(cells)
        self.bytes.reserveCapacity(bytes)
    }

    func removeAll() {
        cells.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
    }

    func appendNull() { cells.append(Cell(kind: .null, payload: 0, length: 0)) }

    func append(_ value: Int64) {
        cells.append(Cell(kind: .integer, payload: UInt64(bitPattern: value), length: 0))
    }

    func append(_ value: Double) { cells.append(Cell(kind: .real, payload: value.bitPattern, length: 0)) }

    func append(_ value: UnsafeBufferPointer<UInt8>, as kind: SQLKind) {
        cells.append(Cell(kind: kind, payload: UInt64(bytes.count), length: value.count))
        bytes.append(contentsOf: value)
    }

    func withBytes<T>(of cell: Cell, _ body: (UnsafeBufferPointer<UInt8>) throws -> T) rethrows -> T {
        let start = Int(cell.payload)
        return try bytes.withUnsafeBufferPointer {
            try body(UnsafeBufferPointer(rebasing: $0[start..<start + cell.length]))
        }
    }
}
