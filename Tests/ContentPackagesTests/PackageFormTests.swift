import Testing

@testable import ContentPackages

@Suite("Forms of packages")
struct PackageFormTests {
    private let body = CourseXML.course + CourseXML.unit()

    @Test("CMI-PKG-01: A zip, a zip64 and a bare course structure are accepted")
    func forms() throws {
        var zip64 = ZipBuilder(CourseXML.package(body))
        zip64.zip64 = true
        let bare = CourseXML.document(CourseXML.course + CourseXML.unit(url: "https://cdn.example.org/au?x=1"))
        #expect(try judge(ZipBuilder(CourseXML.package(body)).bytes).isEmpty)
        #expect(try judge(zip64.bytes).isEmpty)
        #expect(try judge(Array(bare.utf8)).isEmpty)
    }

    @Test("CMI-PKG-02: Anything else is refused", arguments: ["# A markdown file\n", "just text", "", "{\"a\":1}"])
    func others(text: String) throws {
        #expect(try judge(Array(text.utf8)).refusedRules == ["CMI-PKG-02"])
    }

    @Test("CMI-PKG-03: A zip whose central directory is cut off is refused")
    func cut() throws {
        let bytes = ZipBuilder(CourseXML.package(body)).bytes
        #expect(try judge(Array(bytes.dropLast(10))).refusedRules == ["CMI-PKG-03"])
        #expect(try judge(Array(bytes.dropLast(60))).refusedRules == ["CMI-PKG-03"])
        #expect(try judge(Array(bytes.dropFirst(7)) + [0]).refusedRules.count == 1)
    }

    @Test(
        "CMI-PKG-04: cmi5.xml stands in the root with exactly this name",
        arguments: ["course/cmi5.xml", "CMI5.XML", "other.xml"])
    func place(name: String) throws {
        let files = [(name, CourseXML.document(body)), ("index.html", "x")]
        #expect(try judge(ZipBuilder(files).bytes).refusedRules == ["CMI-PKG-04"])
    }

    @Test(
        "CMI-PKG-05: A bare document has only fully qualified URLs",
        arguments: ["index.html", "path/1/index.html", "index.html?a=b", "/index.html"])
    func bareRelative(url: String) throws {
        let text = CourseXML.document(CourseXML.course + CourseXML.unit(url: url))
        #expect(try judge(Array(text.utf8)).refusedRules == ["CMI-PKG-05"])
    }

    @Test("CMI-PKG-06: A relative URL whose file is not in the zip is refused")
    func missingFile() throws {
        let faults = try judge(ZipBuilder(CourseXML.package(CourseXML.course + CourseXML.unit(url: "gone.html"))).bytes)
        #expect(faults.refusedRules == ["CMI-PKG-06"])
        #expect(faults[0].file == "cmi5.xml" && faults[0].element == "url")
    }

    @Test("CMI-PKG-07: A fully qualified URL in a zip needs no file")
    func external() throws {
        let unit = CourseXML.unit(url: "https://cdn.example.org/au/index.html")
        #expect(try judge(ZipBuilder(CourseXML.package(CourseXML.course + unit)).bytes).isEmpty)
    }

    @Test("CMI-PKG-08: Relative URLs are decoded, lose query and fragment, and stay inside")
    func relative() throws {
        let unit = CourseXML.unit(url: "a%20b.html?paramA=1#x")
        let package = try check(CourseXML.package(CourseXML.course + unit, files: ["a b.html"]))
        guard case .cmi5(let course) = package.content else { throw PackageRefusal([]) }
        #expect(course.assignableUnits.map(\.file) == ["a b.html"])
        #expect(course.assignableUnits[0].url == "a%20b.html?paramA=1#x")
        for url in ["../x.html", "a/../../x.html", "/index.html", "%2e%2e/x.html"] {
            let body = CourseXML.course + CourseXML.unit(url: url)
            #expect(try judge(ZipBuilder(CourseXML.package(body)).bytes).refusedRules == ["CMI-PKG-08"])
        }
    }

    @Test("CMI-PKG-09: Five thousand AUs are imported in their order")
    func many() throws {
        let units = (0..<5_000).map { CourseXML.unit("https://example.org/au/\($0)") }.joined(separator: "\n")
        let package = try check(CourseXML.package(CourseXML.course + units))
        guard case .cmi5(let course) = package.content else { throw PackageRefusal([]) }
        #expect(course.assignableUnits.count == 5_000)
        #expect(course.assignableUnits.last?.id == "https://example.org/au/4999")
    }

    @Test("Unpacking writes the files below the manifest's folder and nothing else")
    func unpack() throws {
        let folder = try ScratchFolder()
        let files = [
            ("pack/tincan.xml", TinCanXML.document(TinCanXML.activity(launch: "res/index.html"))),
            ("pack/res/index.html", "<p>é</p>"), ("pack/res/sub/é.txt", "deep"), ("__MACOSX/._x", "junk"),
        ]
        let package = try UploadedPackage(path: folder.write(ZipBuilder(files).bytes)).check()
        let target = try folder.makeFolder("out")
        try package.unpack(into: target)
        #expect(folder.read("out/res/index.html") == "<p>é</p>")
        #expect(folder.read("out/res/sub/é.txt") == "deep")
        #expect(folder.read("out/__MACOSX/._x") == nil)
        #expect(package.files.map(\.path) == ["tincan.xml", "res/index.html", "res/sub/é.txt"])
    }

    @Test("Names in an old packer's character set are read by code page 437")
    func oldNames() throws {
        var zip = ZipBuilder(CourseXML.package(CourseXML.course + CourseXML.unit(url: "caf%C3%A9.html"), files: []))
        var entry = ZipBuilder.Entry("", "x")
        entry.name = Array("caf".utf8) + [0x82] + Array(".html".utf8)
        entry.flags = 0
        zip.entries.append(entry)
        #expect(try judge(zip.bytes).isEmpty)
    }
}
