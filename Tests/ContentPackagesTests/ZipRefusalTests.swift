import Testing
import Values

@testable import ContentPackages

@Suite("Hostile zips are refused before anything is unpacked")
struct ZipRefusalTests {
    private let good = CourseXML.package(CourseXML.course + CourseXML.unit())

    @Test(
        "CMI-SAFE-01: A name that leads out of the package, or is no plain path, is refused",
        arguments: [
            "../x", "a/../../x", "/etc/passwd", "C:/x", "c:x", "a\\b", "a\u{0}b", "a//b", "./a", "a/./b", "a\nb", "",
        ])
    func traversal(name: String) throws {
        var zip = ZipBuilder(good)
        zip.entries.append(.init(name))
        #expect(try judge(zip.bytes).refusedRules == ["CMI-SAFE-01"])
    }

    @Test(
        "CMI-SAFE-01: Links and devices are refused", arguments: [0o120777, 0o020666, 0o010644, 0o140777] as [UInt32])
    func specials(mode: UInt32) throws {
        var zip = ZipBuilder(good)
        var link = ZipBuilder.Entry("link", "/etc/passwd")
        link.mode = mode
        zip.entries.append(link)
        #expect(try judge(zip.bytes).refusedRules == ["CMI-SAFE-01"])
    }

    @Test("CMI-SAFE-02: More entries than the limit are refused")
    func count() throws {
        var policy = UploadedPackage.Policy()
        policy.limits.entries = 5
        let zip = ZipBuilder(good + (0..<4).map { ("f\($0)", "x") })
        #expect(try judge(zip.bytes, policy).refusedRules == ["CMI-SAFE-02"])
    }

    @Test("CMI-SAFE-02: A bomb is refused by what it claims, file and whole")
    func bomb() throws {
        var zip = ZipBuilder(good)
        var bomb = ZipBuilder.Entry("bomb", "few bytes")
        bomb.method = 8
        bomb.claimedSize = 500 << 20
        zip.entries.append(bomb)
        #expect(try judge(zip.bytes).refusedRules == ["CMI-SAFE-02", "CMI-SAFE-02"])
    }

    @Test("CMI-SAFE-02: An entry that unpacks to more than it claims is stopped there")
    func lyingBomb() throws {
        let folder = try ScratchFolder()
        let source = folder.path + "/bomb.zip"
        let writer = try ZipWriter(file: source, modifiedAt: .init(unixSeconds: 1_700_000_000))
        for (name, text) in good { try writer.add(name, Array(text.utf8)) }
        try writer.add("zeros", [UInt8](repeating: 0, count: 1 << 20))
        try writer.finish()
        let unread = try ReadableFile(path: source)
        var directory = try ZipDirectory(of: unread, maximumEntries: 10)
        let zeros = try #require(directory.entries.firstIndex { $0.name == "zeros" })
        directory.entries[zeros].size = 1_000
        let target = try folder.makeFolder("out")
        #expect(throws: ZipUnpacker.Failure.self) {
            try ZipUnpacker(path: source, directory: directory).unpack(root: "", into: target)
        }
    }

    @Test("CMI-SAFE-02: Folders nested too deep are refused")
    func depth() throws {
        let zip = ZipBuilder(good + [(String(repeating: "a/", count: 40) + "x", "x")])
        #expect(try judge(zip.bytes).refusedRules == ["CMI-SAFE-02"])
    }

    @Test("CMI-SAFE-02: Entries that share their bytes are refused")
    func overlap() throws {
        let zip = ZipBuilder(good + [("a.txt", "aaaaaaaaaaaaaaaaaaaaaaaa"), ("b.txt", "bbbb")])
        var bytes = zip.bytes
        let names = Array("b.txt".utf8)
        let central = try #require(bytes.indices.last { bytes[$0...].starts(with: names) })
        let other = try #require(bytes.indices.last { bytes[$0...].starts(with: Array("a.txt".utf8)) })
        bytes.replaceSubrange(central - 4..<central, with: bytes[other - 4..<other])
        #expect(try judge(bytes).refusedRules.contains("CMI-SAFE-02"))
    }

    @Test(
        "CMI-SAFE-03: A name that comes twice, also by letter case, is refused",
        arguments: ["index.html", "Index.HTML"])
    func duplicates(name: String) throws {
        #expect(try judge(ZipBuilder(good + [(name, "x")]).bytes).refusedRules == ["CMI-SAFE-03"])
    }

    @Test("CMI-SAFE-03: A file that is also a folder is refused")
    func fileAndFolder() throws {
        #expect(try judge(ZipBuilder(good + [("index.html/x", "x")]).bytes).refusedRules == ["CMI-SAFE-03"])
    }

    @Test("CMI-SAFE-04: Encrypted entries are refused with a clear text")
    func encrypted() throws {
        var zip = ZipBuilder(good)
        zip.entries[1].flags |= 1
        let faults = try judge(zip.bytes)
        #expect(faults.refusedRules == ["CMI-SAFE-04"])
        #expect(faults[0].message == "The entry is encrypted.")
    }

    @Test("CMI-SAFE-04: An unknown compression is refused", arguments: [1, 9, 12, 14, 93, 99] as [UInt16])
    func compression(method: UInt16) throws {
        var zip = ZipBuilder(good)
        zip.entries[1].method = method
        #expect(try judge(zip.bytes).refusedRules == ["CMI-SAFE-04"])
    }

    @Test("A local header with another name than the central directory's is refused")
    func twoNames() throws {
        var zip = ZipBuilder(good)
        zip.entries[1].localName = Array("../evil.sh".utf8)
        #expect(try judge(zip.bytes).refusedRules == ["CMI-PKG-03"])
    }

    @Test("All faults of a zip are listed, not the first alone")
    func all() throws {
        var zip = ZipBuilder(good + [("../x", "x"), ("INDEX.html", "x")])
        zip.entries[0].flags |= 1
        #expect(Set(try judge(zip.bytes).refusedRules) == ["CMI-SAFE-01", "CMI-SAFE-03", "CMI-SAFE-04"])
    }

    @Test("Bytes of a good zip changed at random never crash the check")
    func mutations() throws {
        let original = ZipBuilder(good).bytes
        var generator = SplitMix(state: 42)
        let folder = try ScratchFolder()
        for round in 0..<400 {
            var bytes = original
            for _ in 0...Int(generator.next() % 4) {
                bytes[Int(generator.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: generator.next())
            }
            let package = UploadedPackage(path: try folder.write(bytes, "\(round).zip"))
            do {
                let target = try folder.makeFolder("out\(round)")
                try package.check().unpack(into: target)
            } catch is PackageRefusal {}
        }
    }
}

/// A small generator with a fixed seed, so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}
