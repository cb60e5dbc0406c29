import Testing
import Values

@testable import ContentPackages

@Suite("Writing zips")
struct ZipWriterTests {
    private let time = Instant(unixSeconds: 1_700_000_000)

    private func zip(_ body: (ZipWriter) throws -> Void) throws -> [UInt8] {
        final class Sink { var bytes: [UInt8] = [] }
        let sink = Sink()
        let writer = try ZipWriter(modifiedAt: time) { sink.bytes += $0 }
        try body(writer)
        try writer.finish()
        return sink.bytes
    }

    private func read(_ bytes: [UInt8], _ name: String) throws -> String? {
        let folder = try ScratchFolder()
        let path = try folder.write(bytes)
        let file = try ReadableFile(path: path)
        let directory = try ZipDirectory(of: file, maximumEntries: 100)
        #expect(ZipCheck(limits: .standard).faults(of: directory, in: file).isEmpty)
        return try ZipUnpacker(path: path, directory: directory).contents(of: name, limit: 1 << 30)
            .map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("What is written is read back by our own strict reader, streamed entries and names beyond ASCII too")
    func roundTrip() throws {
        let bytes = try zip {
            try $0.add("a.txt", Array("alpha".utf8))
            try $0.add("Überblick/ملف.json", Array("{}".utf8))
            try $0.add("empty", [UInt8]())
            try $0.add("stream.ndjson") { write in
                for line in 0..<10_000 { try write(Array("line \(line)\n".utf8)) }
            }
        }
        #expect(try read(bytes, "a.txt") == "alpha")
        #expect(try read(bytes, "Überblick/ملف.json") == "{}")
        #expect(try read(bytes, "empty") == "")
        #expect(try read(bytes, "stream.ndjson")?.hasSuffix("line 9999\n") == true)
    }

    @Test("The same content gives the same bytes")
    func reproducible() throws {
        let once = try zip { try $0.add("a", Array("x".utf8)) }
        #expect(try zip { try $0.add("a", Array("x".utf8)) } == once)
    }

    @Test("An error of the receiver comes out of the call that wrote")
    func failingSink() throws {
        struct Full: Error {}
        let writer = try ZipWriter(modifiedAt: time) { _ in throw Full() }
        #expect(throws: Full.self) {
            try writer.add("a", (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) })
            try writer.finish()
        }
    }

    @Test("An existing file is not written over")
    func existing() throws {
        let folder = try ScratchFolder()
        let path = try folder.write([1], "taken")
        #expect(throws: FileFailure.self) { _ = try ZipWriter(file: path, modifiedAt: time) }
    }
}
