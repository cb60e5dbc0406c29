import Testing

@testable import ContentPackages

enum TinCanXML {
    static func activity(
        _ id: String = "https://example.org/root", name: String = "<name>N</name>", launch: String? = "index.html",
        attributes: String = "type=\"http://adlnet.gov/expapi/activities/course\""
    ) -> String {
        let launch = launch.map { "<launch lang=\"en-us\">\($0)</launch>" } ?? ""
        return
            "<activity id=\"\(id)\" \(attributes)>\(name)<description lang=\"en\">D</description>\(launch)</activity>"
    }

    static func document(_ activities: String, prologue: String = "<?xml version=\"1.0\"?>\r\n") -> String {
        "\(prologue)<tincan xmlns=\"\(TinCanCourse.namespace)\">\r\n<activities>\(activities)</activities></tincan>"
    }
}

@Suite("tincan.xml")
struct TinCanTests {
    private func faults(_ files: [(String, String)]) throws -> [PackageFault] { try judge(ZipBuilder(files).bytes) }

    private func course(_ document: String, files: [String] = ["index.html"]) throws -> TinCanCourse {
        let package = try check([("tincan.xml", document)] + files.map { ($0, "x") })
        guard case .tincan(let course) = package.content else { throw PackageRefusal([]) }
        return course
    }

    private let good = TinCanXML.document(TinCanXML.activity())

    @Test("CMI-TC-01: Two tincan.xml in a zip are refused; a bare one is accepted")
    func one() throws {
        let two = [("tincan.xml", good), ("index.html", "x"), ("a/tincan.xml", good)]
        #expect(try faults(two).refusedRules == ["CMI-TC-01", "CMI-TC-01"])
        let bare = TinCanXML.document(TinCanXML.activity(launch: nil))
        #expect(try judge(Array(bare.utf8)).warningRules == ["CMI-TC-06"])
    }

    @Test("CMI-TC-02: A nested tincan.xml is the root when nothing lies outside its folder")
    func nested() throws {
        let inside = [("a/b/tincan.xml", good), ("a/b/index.html", "x")]
        #expect(try faults(inside).isEmpty)
        #expect(try faults(inside + [("a/beside.txt", "x")]).refusedRules == ["CMI-TC-02"])
        #expect(try faults(inside + [("__MACOSX/a/._b", "x")]).warningRules == ["CMI-TC-02"])
    }

    @Test("CMI-TC-03: Another root or namespace is refused")
    func root() throws {
        let other = good.replacing("tincan.xsd", with: "other.xsd")
        #expect(try faults([("tincan.xml", other)]).refusedRules == ["CMI-TC-03"])
        #expect(try faults([("tincan.xml", TinCanXML.document(""))]).refusedRules == ["CMI-TC-03"])
    }

    @Test("CMI-TC-04: Id, type, names, descriptions and launch are read")
    func reads() throws {
        let name = "<name lang=\"en-US\">One</name><name lang=\"fr\"><![CDATA[Un & deux]]></name><name> </name>"
        let root = try #require(try course(TinCanXML.document(TinCanXML.activity(name: name))).root)
        #expect(root.name.variants.map(\.text) == ["One", "Un & deux"])
        #expect(root.name.text(for: "fr-CA") == "Un & deux")
        #expect(root.type == "http://adlnet.gov/expapi/activities/course")
        #expect(root.launch == .init(language: "en-us", url: "index.html", file: "index.html"))
    }

    @Test("CMI-TC-05: Two activities with a launch are refused")
    func twoLaunches() throws {
        let document = TinCanXML.document(TinCanXML.activity() + TinCanXML.activity("a:2"))
        #expect(try faults([("tincan.xml", document), ("index.html", "x")]).refusedRules == ["CMI-TC-05"])
    }

    @Test("CMI-TC-06: Without any launch the definitions are taken and nothing can be opened")
    func definitionsOnly() throws {
        let package = try check([("tincan.xml", TinCanXML.document(TinCanXML.activity(launch: nil)))])
        #expect(package.warnings.map(\.rule) == ["CMI-TC-06"])
        guard case .tincan(let course) = package.content else { return }
        #expect(course.root == nil && course.activities.count == 1)
    }

    @Test("CMI-TC-07: A flat list with interaction parts is read whole")
    func flat() throws {
        let quiz = """
            <activity id="a:q" type="http://adlnet.gov/expapi/activities/cmi.interaction"><name>Q</name>
            <interactionType>choice</interactionType>
            <correctResponsePatterns><correctResponsePattern>b</correctResponsePattern></correctResponsePatterns>
            <choices><component><id>a</id><description lang="en">A</description></component>
            <component><id>b</id><description lang="en">B</description></component></choices></activity>
            """
        let activities = try course(TinCanXML.document(TinCanXML.activity() + quiz)).activities
        #expect(activities[1].interaction?.type == "choice")
        #expect(activities[1].interaction?.correctResponsesPattern == ["b"])
        #expect(activities[1].interaction?.components["choices"]?.map(\.id) == ["a", "b"])
    }

    @Test("CMI-TC-08: A launch on another host is refused unless the policy allows it")
    func external() throws {
        let document = TinCanXML.document(TinCanXML.activity(launch: "https://cdn.example.org/x/"))
        #expect(try faults([("tincan.xml", document)]).refusedRules == ["CMI-TC-08"])
        var policy = UploadedPackage.Policy()
        policy.allowsExternalLaunch = true
        #expect(try judge(ZipBuilder([("tincan.xml", document)]).bytes, policy).isEmpty)
    }

    @Test("CMI-TC-09: A launch file that isn't there is refused, with the file that differs by letter case named")
    func missing() throws {
        let found = try faults([("tincan.xml", good), ("Index.html", "x")])
        #expect(found.refusedRules == ["CMI-TC-09"])
        #expect(found[0].message.contains("Index.html"))
    }

    @Test("Byte order mark, CRLF, missing type and lang, blank names and ids with spaces are taken as they come")
    func oddities() throws {
        let odd = TinCanXML.activity("http://M5_Gravity Filtration", name: "<name> </name>", attributes: "")
        let document = TinCanXML.document(
            odd, prologue: "\u{FEFF}<?xml version=\"1.0\"?>\r\n<!-- made by a tool -->\r\n")
        let root = try #require(try course(document).root)
        #expect(root.id == "http://M5_Gravity Filtration")
        #expect(root.name == LocalizedText("und", "http://M5_Gravity Filtration"))
        #expect(root.type == nil)
    }

    @Test("A launch in a sub-folder with a space is found")
    func subfolder() throws {
        let document = TinCanXML.document(TinCanXML.activity(launch: "html5/my course/index.html?tincan=true"))
        let root = try #require(try course(document, files: ["html5/my course/index.html"]).root)
        #expect(root.launch?.file == "html5/my course/index.html")
    }

    @Test("Ids are compared as bytes: letter case and a slash make another activity")
    func bytes() throws {
        let others = ["HTTPS://example.org/root", "https://example.org/root/", "https://EXAMPLE.org/root"]
        let document = TinCanXML.document(
            TinCanXML.activity() + others.map { TinCanXML.activity($0, launch: nil) }.joined())
        #expect(try course(document).activities.map(\.id) == ["https://example.org/root"] + others)
    }
}
