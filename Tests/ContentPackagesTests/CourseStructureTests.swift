import Testing

@testable import ContentPackages

@Suite("cmi5.xml by its schema")
struct CourseStructureTests {
    private func faults(_ body: String, namespace: String = CourseXML.namespace) throws -> [PackageFault] {
        let document = CourseXML.document(body, namespace: namespace)
        return try judge(ZipBuilder([("cmi5.xml", document), ("index.html", "x")]).bytes)
    }

    private func course(_ body: String) throws -> CourseStructure {
        guard case .cmi5(let course) = try check(CourseXML.package(body)).content else { throw PackageRefusal([]) }
        return course
    }

    @Test(
        "CMI-XSD-01: Wrong order, another namespace and broken XML are refused",
        arguments: [
            CourseXML.unit() + CourseXML.course, CourseXML.course + "<other/>" + CourseXML.unit(),
            CourseXML.course + CourseXML.unit(attributes: "color=\"red\""),
        ])
    func schema(body: String) throws {
        #expect(try faults(body).refusedRules.contains("CMI-XSD-01"))
    }

    @Test("CMI-XSD-01: A draft's namespace is named as the fault")
    func draft() throws {
        let body = CourseXML.course + CourseXML.unit()
        let found = try faults(body, namespace: "http://www.adlnet.gov/cmi5/CourseStructure.xsd")
        #expect(found.refusedRules == ["CMI-XSD-01"])
        #expect(found[0].message.contains("draft"))
        #expect(try faults("<course id=\"").refusedRules == ["CMI-XSD-01"])
    }

    @Test("CMI-XSD-02: A structure without an AU or block is refused")
    func empty() throws {
        #expect(try faults(CourseXML.course).refusedRules == ["CMI-XSD-02"])
        #expect(try faults(CourseXML.unit()).refusedRules == ["CMI-XSD-02"])
    }

    @Test("CMI-XSD-03: A course without id, title or description is refused")
    func coursePart() throws {
        let title = "<title><langstring>t</langstring></title>"
        let description = "<description><langstring>d</langstring></description>"
        for part in [
            "<course>\(title)\(description)</course>", "<course id=\"a:b\">\(title)</course>",
            "<course id=\"a:b\">\(description)</course>",
        ] {
            #expect(try faults(part + CourseXML.unit()).refusedRules == ["CMI-XSD-03"])
        }
    }

    @Test("CMI-XSD-04: Blocks nest ten levels deep, and an empty one is refused")
    func blocks() throws {
        var body = CourseXML.unit()
        for level in 0..<10 { body = "<block id=\"https://example.org/b\(level)\">\(CourseXML.texts)\(body)</block>" }
        #expect(try course(CourseXML.course + body).blocks.count == 10)
        let empty = "<block id=\"https://example.org/b\">\(CourseXML.texts)</block>"
        #expect(try faults(CourseXML.course + empty).refusedRules == ["CMI-XSD-04"])
    }

    @Test("CMI-XSD-05: An AU's parts keep their order and the url is not empty")
    func unitParts() throws {
        let late = CourseXML.unit(before: "<launchParameters>p</launchParameters>")
        #expect(try faults(CourseXML.course + late).refusedRules == ["CMI-XSD-01"])
        #expect(try faults(CourseXML.course + CourseXML.unit(url: " ")).refusedRules == ["CMI-XSD-05"])
        let noURL = "<au id=\"https://example.org/au\">\(CourseXML.texts)</au>"
        #expect(try faults(CourseXML.course + noURL).refusedRules == ["CMI-XSD-05"])
        let unit = try course(
            CourseXML.course
                + CourseXML.unit(after: "<launchParameters> a </launchParameters><entitlementKey>k</entitlementKey>")
        )
        .assignableUnits[0]
        #expect(unit.launchParameters == "a")
        #expect(unit.entitlementKey == "k")
    }

    @Test("CMI-XSD-06: moveOn is one of five words and NotApplicable by default")
    func moveOn() throws {
        #expect(
            try faults(CourseXML.course + CourseXML.unit(attributes: "moveOn=\"passed\"")).refusedRules == [
                "CMI-XSD-06"
            ])
        #expect(try course(CourseXML.course + CourseXML.unit()).assignableUnits[0].moveOn == .notApplicable)
        for value in AssignableUnit.MoveOn.allCases {
            let unit = CourseXML.unit(attributes: "moveOn=\"\(value.rawValue)\"")
            #expect(try course(CourseXML.course + unit).assignableUnits[0].moveOn == value)
        }
        let asElement = try faults(CourseXML.course + CourseXML.unit(after: "<moveOn>Passed</moveOn>"))
        #expect(asElement[0].message == "moveOn must be an attribute of au, not an element.")
    }

    @Test(
        "CMI-XSD-07: masteryScore outside 0 to 1, or no number, is refused",
        arguments: ["1.01", "-0.1", "abc", "", "1e-1", "0x1", "NaN", "."])
    func masteryScore(text: String) throws {
        let unit = CourseXML.unit(attributes: "masteryScore=\"\(text)\"")
        #expect(try faults(CourseXML.course + unit).refusedRules == ["CMI-XSD-07"])
    }

    @Test("CMI-XSD-08: More than four decimals are rounded with a warning")
    func rounding() throws {
        let body = CourseXML.course + CourseXML.unit(attributes: "masteryScore=\"0.123456\"")
        #expect(try faults(body).warningRules == ["CMI-XSD-08"])
        #expect(try course(body).assignableUnits[0].masteryScore == 0.1235)
    }

    @Test("CMI-XSD-09: launchMethod is AnyWindow or OwnWindow")
    func launchMethod() throws {
        let bad = CourseXML.unit(attributes: "launchMethod=\"Popup\"")
        #expect(try faults(CourseXML.course + bad).refusedRules == ["CMI-XSD-09"])
        let own = CourseXML.unit(attributes: "launchMethod=\"OwnWindow\"")
        #expect(try course(CourseXML.course + own).assignableUnits[0].launchMethod == .ownWindow)
    }

    @Test("CMI-XSD-10: An activityType that is no IRI is left out with a warning")
    func activityType() throws {
        let body = CourseXML.course + CourseXML.unit(attributes: "activityType=\"media\"")
        #expect(try faults(body).warningRules == ["CMI-XSD-10"])
        #expect(try course(body).assignableUnits[0].activityType == nil)
    }

    @Test("CMI-XSD-11: An objective's title and description come in any order")
    func objectives() throws {
        let parts = [
            "<title><langstring>t</langstring></title>", "<description><langstring>d</langstring></description>",
        ]
        for order in [parts, parts.reversed()] {
            let list = "<objectives><objective id=\"a:1\">\(order.joined())</objective></objectives>"
            #expect(try course(CourseXML.course + list + CourseXML.unit()).objectives.map(\.id) == ["a:1"])
        }
    }

    @Test("CMI-XSD-12: A text needs a langstring; without lang it is und")
    func languages() throws {
        let bare = "<course id=\"a:b\"><title/><description><langstring>d</langstring></description></course>"
        #expect(try faults(bare + CourseXML.unit()).refusedRules == ["CMI-XSD-12"])
        let noLang = bare.replacing("<title/>", with: "<title><langstring>\n Titre\n</langstring></title>")
        #expect(try course(noLang + CourseXML.unit()).title == LocalizedText("und", "Titre"))
        let wrong = bare.replacing("<title/>", with: "<title><langstring lang=\"en us\">t</langstring></title>")
        #expect(try faults(wrong + CourseXML.unit()).refusedRules == ["CMI-XSD-12"])
    }

    @Test("CMI-XSD-13: CMI-XSD-14: Another namespace's elements pass at the end with a warning, elsewhere they don't")
    func extensions() throws {
        let vendor = "<v:k xmlns:v=\"urn:vendor\" v:a=\"1\"/>"
        #expect(try faults(CourseXML.course + CourseXML.unit(after: vendor) + vendor).refusedRules.isEmpty)
        #expect(try faults(CourseXML.course + CourseXML.unit() + vendor).warningRules == ["CMI-XSD-14"])
        #expect(try faults(vendor + CourseXML.course + CourseXML.unit()).refusedRules.contains("CMI-XSD-13"))
    }

    @Test(
        "CMI-XSD-15: A DOCTYPE stops the parser, whatever it declares",
        arguments: [
            "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>",
            "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>",
            "<!DOCTYPE x [<!ENTITY % p SYSTEM \"http://127.0.0.1:1/x\"> %p;]>",
        ])
    func doctype(declaration: String) throws {
        let document = "<?xml version=\"1.0\"?>\n\(declaration)\n<courseStructure>&e;</courseStructure>"
        #expect(try judge(ZipBuilder([("cmi5.xml", document)]).bytes).refusedRules == ["CMI-XSD-15"])
    }

    @Test("Every fault of a structure is listed with its line")
    func everything() throws {
        let body = "\n" + CourseXML.course + "\n" + CourseXML.unit("x", attributes: "moveOn=\"no\" masteryScore=\"2\"")
        let found = try faults(body)
        #expect(Set(found.refusedRules) == ["CMI-STR-01", "CMI-XSD-06", "CMI-XSD-07"])
        #expect(Set(found.map(\.line)).count == 1)
    }
}

@Suite("cmi5.xml beyond its schema")
struct CourseStructureRuleTests {
    private func faults(_ body: String) throws -> [PackageFault] {
        try judge(ZipBuilder(CourseXML.package(body)).bytes)
    }

    @Test("CMI-STR-01: An id without a scheme is refused")
    func scheme() throws {
        #expect(try faults(CourseXML.course + CourseXML.unit("w3id.org/x")).refusedRules == ["CMI-STR-01"])
        let absolute = CourseXML.unit("w3id.org/x", url: "https://example.org/a")
        #expect(try faults(CourseXML.course + absolute).refusedRules == ["CMI-STR-01"])
    }

    @Test("CMI-STR-02: CMI-STR-03: CMI-STR-04: CMI-STR-05: Ids are unique in and over all kinds")
    func unique() throws {
        func block(_ id: String, _ unit: String) -> String {
            "<block id=\"\(id)\">\(CourseXML.texts)\(CourseXML.unit(unit))</block>"
        }
        let objective = "<objective id=\"a:o\">\(CourseXML.texts)</objective>"
        let cases = [
            (block("a:1", "a:2") + block("a:1", "a:3"), "CMI-STR-02"),
            ("<objectives>\(objective)\(objective)</objectives>" + CourseXML.unit(), "CMI-STR-03"),
            (CourseXML.unit("a:1") + CourseXML.unit("a:1"), "CMI-STR-04"), (block("a:1", "a:1"), "CMI-STR-05"),
        ]
        for (body, rule) in cases { #expect(try faults(CourseXML.course + body).refusedRules == [rule]) }
    }

    @Test("CMI-STR-06: A reference to an objective that isn't there is refused")
    func dangling() throws {
        let unit = CourseXML.unit(before: "<objectives><objective idref=\"a:none\"/></objectives>")
        #expect(try faults(CourseXML.course + unit).refusedRules == ["CMI-STR-06"])
    }

    @Test(
        "CMI-STR-07: A URL with a space, or of another scheme, is refused",
        arguments: ["http://example.com index.html", "javascript:alert(1)", "https://", "a b.html", "http://x/%zz"])
    func url(text: String) throws {
        #expect(try faults(CourseXML.course + CourseXML.unit(url: text)).refusedRules == ["CMI-STR-07"])
    }

    @Test(
        "CMI-STR-08: The launch parameters' names are reserved in an AU's own query",
        arguments: ["endpoint", "fetch", "actor", "registration", "activityId"])
    func reserved(name: String) throws {
        for query in ["\(name)=1", "a=b&amp;\(name)", "%65ndpoint=1&amp;\(name)=2"] {
            let unit = CourseXML.unit(url: "index.html?\(query)")
            #expect(try faults(CourseXML.course + unit).refusedRules.contains("CMI-STR-08"))
        }
    }

    @Test("CMI-STR-09: White space around values is removed")
    func trimming() throws {
        let unit = CourseXML.unit(" https://example.org/au ", attributes: "moveOn=\" Passed \"", url: "\n index.html\n")
        guard case .cmi5(let course) = try check(CourseXML.package(CourseXML.course + unit)).content else { return }
        #expect(course.assignableUnits[0].id == "https://example.org/au")
        #expect(course.assignableUnits[0].url == "index.html")
        #expect(course.assignableUnits[0].moveOn == .passed)
    }
}
