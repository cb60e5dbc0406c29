import Foundation
import Testing

@testable import ContentPackages

/// Writes zips byte by byte, so that every field can lie.
struct ZipBuilder {
    struct Entry {
        var name: [UInt8]
        var data: [UInt8] = []
        var localName: [UInt8]?
        var flags: UInt16 = 0x0800
        var method: UInt16 = 0
        /// What the headers say, when it isn't the truth.
        var claimedSize: UInt64?
        var madeBy: UInt16 = 0x0314
        var mode: UInt32 = 0o100644

        init(_ name: String, _ text: String = "x") {
            self.name = Array(name.utf8)
            data = Array(text.utf8)
        }
    }

    var entries: [Entry] = []
    var zip64 = false
    var prefix: [UInt8] = []

    init(_ files: [(String, String)] = []) { entries = files.map { Entry($0.0, $0.1) } }

    var bytes: [UInt8] {
        var out = prefix
        var directory: [UInt8] = []
        for entry in entries {
            let offset = UInt64(out.count)
            let size = entry.claimedSize ?? UInt64(entry.data.count)
            let crc = crc32(entry.data)
            let name = entry.localName ?? entry.name
            out += le(0x0403_4B50, 4) + le(20, 2) + le(UInt64(entry.flags), 2) + le(UInt64(entry.method), 2) + le(0, 4)
            out += le(UInt64(crc), 4) + le(UInt64(entry.data.count), 4) + le(size, 4) + le(UInt64(name.count), 2)
            out += le(0, 2) + name + entry.data
            directory += centralRecord(entry, crc, size, offset)
        }
        let start = UInt64(out.count)
        out += directory
        if zip64 { out += zip64Records(UInt64(directory.count), start, UInt64(out.count)) }
        let many: UInt64 = zip64 ? 0xFFFF : UInt64(entries.count)
        out += le(0x0605_4B50, 4) + le(0, 4) + le(many, 2) + le(many, 2)
        out += le(zip64 ? 0xFFFF_FFFF : UInt64(directory.count), 4) + le(zip64 ? 0xFFFF_FFFF : start, 4) + le(0, 2)
        return out
    }

    private func centralRecord(_ entry: Entry, _ crc: UInt32, _ size: UInt64, _ offset: UInt64) -> [UInt8] {
        let wide: UInt64 = 0xFFFF_FFFF
        let packed = UInt64(entry.data.count)
        let extra = zip64 ? le(1, 2) + le(24, 2) + le(size, 8) + le(packed, 8) + le(offset, 8) : []
        var out = le(0x0201_4B50, 4) + le(UInt64(entry.madeBy), 2) + le(20, 2) + le(UInt64(entry.flags), 2)
        out += le(UInt64(entry.method), 2) + le(0, 4) + le(UInt64(crc), 4)
        out += le(zip64 ? wide : packed, 4) + le(zip64 ? wide : size, 4) + le(UInt64(entry.name.count), 2)
        out += le(UInt64(extra.count), 2) + le(0, 2) + le(0, 2) + le(0, 2) + le(UInt64(entry.mode << 16), 4)
        out += le(zip64 ? wide : offset, 4) + entry.name + extra
        return out
    }

    private func zip64Records(_ size: UInt64, _ start: UInt64, _ place: UInt64) -> [UInt8] {
        let count = UInt64(entries.count)
        var out = le(0x0606_4B50, 4) + le(44, 8) + le(45, 2) + le(45, 2) + le(0, 4) + le(0, 4)
        out += le(count, 8) + le(count, 8) + le(size, 8) + le(start, 8)
        out += le(0x0706_4B50, 4) + le(0, 4) + le(place, 8) + le(1, 4)
        return out
    }

    private func le(_ value: UInt64, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
    }
}

func crc32(_ bytes: [UInt8]) -> UInt32 {
    var crc = UInt32.max
    for byte in bytes {
        crc ^= UInt32(byte)
        for _ in 0..<8 { crc = crc >> 1 ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    return ~crc
}

/// A folder that goes when the test ends.
final class ScratchFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/content-packages-XXXXXX".utf8CString)
        path = try #require(mkdtemp(&template).map { String(cString: $0) })
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ bytes: [UInt8], _ name: String = "package.zip") throws -> String {
        let place = path + "/" + name
        let file = try NewFile(path: place)
        try bytes.withUnsafeBytes { try file.write($0) }
        return place
    }

    func read(_ name: String) -> String? {
        guard let file = try? ReadableFile(path: path + "/" + name) else { return nil }
        return file.bytes(at: 0, count: Int(file.size)).map { String(decoding: $0, as: UTF8.self) }
    }

    func makeFolder(_ name: String) throws -> String {
        let place = path + "/" + name
        try ContentPackages.makeFolder(place)
        return place
    }
}

/// The faults that refuse a package, or the warnings of one that passes.
func judge(_ bytes: [UInt8], _ policy: UploadedPackage.Policy = .init()) throws -> [PackageFault] {
    let folder = try ScratchFolder()
    do {
        return try UploadedPackage(path: folder.write(bytes)).check(policy).warnings
    } catch let refusal as PackageRefusal {
        return refusal.faults
    }
}

func check(_ files: [(String, String)]) throws -> CheckedPackage {
    let folder = try ScratchFolder()
    return try UploadedPackage(path: folder.write(ZipBuilder(files).bytes)).check()
}

extension Sequence<PackageFault> {
    var refusedRules: [String] { filter { $0.severity == .refused }.map(\.rule) }
    var warningRules: [String] { filter { $0.severity == .warning }.map(\.rule) }
}
