import JSON
import Testing

@Suite("Values of a JSON document")
struct ValueTests {
    @Test("Members and elements come in document order")
    func order() throws {
        let root = try JSONDocument(parsing: #"{"z":1,"a":[true,null,"x"],"m":{}}"#).root
        #expect(root.members.map(\.name) == ["z", "a", "m"])
        #expect(root["a"]?.elements.map(\.kind) == [.true, .null, .string])
        #expect(root["a"]?[2]?.string == "x")
        #expect(root["a"]?[3] == nil)
        #expect(root["a"]?[-1] == nil)
        #expect(root["missing"] == nil)
        #expect(root["z"]?["z"] == nil)
        #expect(root.count == 3)
        #expect(root["z"]?.count == 0)
        #expect(root["z"]?.elements.map(\.kind) == [] && root["a"]?.members.map(\.name) == [])
    }

    @Test("Reading a value as another kind gives nil")
    func kinds() throws {
        let root = try JSONDocument(parsing: #"["1",1,true,null]"#).root
        #expect(root[0]?.integer == nil && root[0]?.double == nil && root[0]?.bool == nil)
        #expect(root[1]?.string == nil && root[1]?.numberText == "1")
        #expect(root[2]?.bool == true && root[2]?.string == nil)
        #expect(root[3]?.isNull == true && root[3]?.bool == nil)
    }

    @Test("Escapes are decoded, in names too")
    func escapes() throws {
        let root = try JSONDocument(parsing: #"{"\u0061\n":"\u00e9\ud83d\ude00\u0000\/\\\"\b\f\r\t"}"#).root
        #expect(root["a\n"]?.string == "é😀\u{0}/\\\"\u{8}\u{C}\r\t")
        #expect(root["a\n"]?.withUTF8 { Array($0.prefix(2)) } == [0xC3, 0xA9])
    }

    @Test(
        "Whole numbers are read by value, exactly",
        arguments: [
            ("3", 3), ("3.0", 3), ("3e2", 300), ("300e-2", 3), ("-0", 0), ("0e99", 0), ("3.5", nil), ("1e-1", nil),
            ("9223372036854775807", .max), ("-9223372036854775808", .min), ("9223372036854775808", nil),
            ("1e19", nil), ("1e999999999", nil),
        ] as [(String, Int64?)])
    func integers(text: String, value: Int64?) throws {
        #expect(try JSONDocument(parsing: text).root.integer == value)
    }

    @Test("A number too large for a double has no double")
    func doubles() throws {
        #expect(try JSONDocument(parsing: "1.25e2").root.double == 125)
        #expect(try JSONDocument(parsing: "1e400").root.double == nil)
    }

    @Test("A value knows its place as a JSON Pointer")
    func pointers() throws {
        let document = try JSONDocument(parsing: #"[{},{"actor":{"mbox":"x","a/b~c":[1,[2]]}}]"#)
        let actor = try #require(document.root[1]?["actor"])
        #expect(document.root.pointer == "")
        #expect(actor.pointer == "/1/actor")
        #expect(actor["mbox"]?.pointer == "/1/actor/mbox")
        #expect(actor["a/b~c"]?[1]?[0]?.pointer == "/1/actor/a~1b~0c/1/0")
        #expect(actor.pointer(to: "name") == "/1/actor/name")
    }

    @Test("A value gives its bytes as they were received")
    func rawBytes() throws {
        let document = try JSONDocument(parsing: #"{ "a" : [ 1.0 , "\u0061" ] }"#)
        #expect(document.root["a"]?.rawText == #"[ 1.0 , "\u0061" ]"#)
        #expect(document.root["a"]?.byteRange == 8..<26)
    }
}

@Suite("Comparing JSON")
struct EquivalenceTests {
    @Test(
        "Notation doesn't matter",
        arguments: [
            ("1.0", "1"), ("1", "10e-1"), ("0", "-0.0e7"), ("100", "1E2"), ("0.1", "1e-1"), ("1e400", "10e399"),
            (#"{"a":1,"b":[2]}"#, #"{ "b" : [2.0], "a" : 1 }"#), (#""\u0061\/""#, #""a/""#), ("[]", "[ ]"),
        ])
    func equivalent(a: String, b: String) throws {
        #expect(try JSONDocument(parsing: a).root.isEquivalent(to: JSONDocument(parsing: b).root))
    }

    @Test(
        "Values do matter, without rounding",
        arguments: [
            ("1", "2"), ("1", "\"1\""), ("1", "true"), ("0.1", "0.1000000000000000000001"), ("[1,2]", "[2,1]"),
            (#"{"a":1}"#, #"{"a":1,"b":2}"#), (#""a""#, #""A""#), ("9007199254740993", "9007199254740992"),
            ("\"\u{E9}\"", "\"e\u{301}\""), ("null", "{}"), ("1", "-1"),
        ])
    func different(a: String, b: String) throws {
        #expect(try !JSONDocument(parsing: a).root.isEquivalent(to: JSONDocument(parsing: b).root))
    }

    @Test("The canonical form has sorted members and one notation for each number")
    func canonicalForm() throws {
        let root = try JSONDocument(parsing: #"{"b":[1.50, -20, 0.0],"B":"\u00e9","a":{"y":true,"x":null}}"#).root
        let expected = #"{"B":"é","a":{"x":null,"y":true},"b":[15e-1,-2e1,0]}"#
        #expect(String(decoding: root.canonicalBytes, as: UTF8.self) == expected)
    }

    @Test("Decimals are ordered by value")
    func decimals() throws {
        let ordered = ["-1e3", "-10.5", "-10.49", "-0.001", "0", "1e-9", "0.5", "0.50001", "9.99", "10", "1e3"]
        let decimals = try ordered.map { try #require(JSONDocument(parsing: $0).root.decimal) }
        for i in decimals.indices {
            for j in decimals.indices {
                #expect((decimals[i] < decimals[j]) == (i < j), "\(ordered[i]) and \(ordered[j])")
            }
        }
    }
}
