/// Reads the little-endian numbers of a zip's records; nil beyond the end.
struct LittleEndianReader {
    let bytes: ArraySlice<UInt8>
    private(set) var position: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    var remaining: Int { bytes.endIndex - position }

    mutating func number(_ width: Int) -> UInt64? {
        guard remaining >= width else { return nil }
        var value: UInt64 = 0
        for i in 0..<width { value |= UInt64(bytes[position + i]) << UInt64(8 * i) }
        position += width
        return value
    }

    mutating func u16() -> UInt16? { number(2).map { UInt16(truncatingIfNeeded: $0) } }
    mutating func u32() -> UInt32? { number(4).map { UInt32(truncatingIfNeeded: $0) } }
    mutating func u64() -> UInt64? { number(8) }

    mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, remaining >= count else { return nil }
        defer { position += count }
        return bytes[position..<position + count]
    }
}
