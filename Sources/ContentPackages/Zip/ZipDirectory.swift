/// A zip's central directory, read by ourselves so that it can be compared with the local headers that a
/// streaming reader would believe (APPNOTE §4.3).
struct ZipDirectory: Sendable {
    enum Failure: Error, Equatable {
        case noEndRecord
        case damaged(String)
        case tooManyEntries(Int)
    }

    var entries: [ZipEntry]
    /// Where the directory begins: nothing that belongs to an entry lies behind.
    var start: Int64

    private static let endRecordSize = 22
    private static let maximumBytes: Int64 = 256 << 20

    init(of file: borrowing ReadableFile, maximumEntries: Int) throws(Failure) {
        let end = try EndRecord(of: file)
        guard end.count <= maximumEntries else { throw .tooManyEntries(end.count) }
        guard end.size <= Self.maximumBytes, let bytes = file.bytes(at: end.offset, count: Int(end.size)) else {
            throw .damaged("its central directory lies outside the file")
        }
        start = end.offset
        var reader = LittleEndianReader(bytes[...])
        entries = []
        entries.reserveCapacity(end.count)
        for _ in 0..<end.count {
            guard let entry = ZipEntry(centralRecord: &reader) else { throw .damaged("its central directory is cut") }
            entries.append(entry)
        }
        guard reader.remaining == 0 else { throw .damaged("its central directory holds more than it says") }
    }
}

/// The end of central directory record, in its zip64 form where there is one (APPNOTE §4.3.14 to 4.3.16).
private struct EndRecord {
    var count: Int
    var size: Int64
    var offset: Int64

    init(of file: borrowing ReadableFile) throws(ZipDirectory.Failure) {
        let tailSize = Int(min(file.size, 22 + 65_535))
        guard tailSize >= 22, let tail = file.bytes(at: file.size - Int64(tailSize), count: tailSize) else {
            throw .noEndRecord
        }
        guard let at = Self.lastSignature(in: tail) else { throw .noEndRecord }
        var reader = LittleEndianReader(tail[(at + 4)...])
        guard let disk = reader.u16(), let startDisk = reader.u16(), let here = reader.u16(), let total = reader.u16(),
            let size = reader.u32(), let offset = reader.u32()
        else { throw .noEndRecord }
        let place = file.size - Int64(tailSize) + Int64(at)
        if total == .max || size == .max || offset == .max, let wide = try Self.zip64(of: file, endingAt: place) {
            self = wide
            return
        }
        guard disk == 0, startDisk == 0, here == total else { throw .damaged("it spans several volumes") }
        self.init(count: Int(total), size: Int64(size), offset: Int64(offset))
        guard self.offset + self.size == place else { throw .damaged("something stands around its central directory") }
    }

    private init(count: Int, size: Int64, offset: Int64) {
        self.count = count
        self.size = size
        self.offset = offset
    }

    /// The last place where the record's signature stands with a comment that ends at the file's end.
    private static func lastSignature(in tail: [UInt8]) -> Int? {
        for at in stride(from: tail.count - 22, through: 0, by: -1)
        where tail[at] == 0x50 && tail[at + 1] == 0x4B && tail[at + 2] == 5 && tail[at + 3] == 6 {
            let comment = Int(tail[at + 20]) | Int(tail[at + 21]) << 8
            if at + 22 + comment == tail.count { return at }
        }
        return nil
    }

    private static func zip64(
        of file: borrowing ReadableFile, endingAt place: Int64
    ) throws(ZipDirectory.Failure)
        -> EndRecord?
    {
        guard let locator = file.bytes(at: place - 20, count: 20), locator.starts(with: [0x50, 0x4B, 6, 7]) else {
            return nil
        }
        var reader = LittleEndianReader(locator[8...])
        guard let at = reader.u64().flatMap({ Int64(exactly: $0) }), let record = file.bytes(at: at, count: 56),
            record.starts(with: [0x50, 0x4B, 6, 6])
        else { throw .damaged("its zip64 record is missing") }
        var fields = LittleEndianReader(record[24...])
        guard let here = fields.u64(), let total = fields.u64(), here == total, let count = Int(exactly: total),
            let size = fields.u64().flatMap({ Int64(exactly: $0) }),
            let offset = fields.u64().flatMap({ Int64(exactly: $0) }), size <= file.size, offset <= file.size,
            offset + size == at
        else { throw .damaged("its zip64 record is wrong") }
        return EndRecord(count: count, size: size, offset: offset)
    }
}

extension ZipEntry {
    /// One record of the central directory, zip64 fields resolved; nil when it is cut or no such record.
    fileprivate init?(centralRecord reader: inout LittleEndianReader) {
        guard reader.u32() == 0x0201_4B50, let madeBy = reader.u16(), reader.u16() != nil, let flags = reader.u16(),
            let method = reader.u16(), reader.u32() != nil, let crc = reader.u32(), let packed = reader.u32(),
            let size = reader.u32(), let nameLength = reader.u16(), let extraLength = reader.u16(),
            let commentLength = reader.u16(), let disk = reader.u16(), reader.u16() != nil,
            let attributes = reader.u32(), let offset = reader.u32(), let name = reader.take(Int(nameLength)),
            let extra = reader.take(Int(extraLength)), reader.take(Int(commentLength)) != nil,
            disk == 0 || disk == .max
        else { return nil }
        var wide = Zip64Extra(extra)
        guard let fullSize = wide.resolve(size), let fullPacked = wide.resolve(packed),
            let fullOffset = wide.resolve(offset)
        else { return nil }
        self.init(
            rawName: Array(name), flags: flags, method: method, crc: crc, compressedSize: fullPacked, size: fullSize,
            offset: fullOffset, madeBySystem: UInt8(madeBy >> 8), externalAttributes: attributes)
    }
}

/// The zip64 extended information field (APPNOTE §4.5.3): 64-bit values, in order, for those that are all ones.
struct Zip64Extra {
    private var fields: LittleEndianReader?

    init(_ extra: ArraySlice<UInt8>) {
        var reader = LittleEndianReader(extra)
        while let id = reader.u16(), let size = reader.u16(), let body = reader.take(Int(size)) {
            if id == 1 {
                fields = LittleEndianReader(body)
                return
            }
        }
    }

    /// - Returns: nil when the value is said to be elsewhere and isn't, or is past 63 bits.
    mutating func resolve(_ value: UInt32) -> Int64? {
        guard value == .max else { return Int64(value) }
        return fields?.u64().flatMap { Int64(exactly: $0) }
    }
}
