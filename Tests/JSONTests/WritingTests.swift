import JSON
import Testing

@Suite("Writing JSON")
struct WritingTests {
    @Test("A node is written compactly, in its own order")
    func nodes() {
        let node: JSONNode = [
            "z": 1, "a": [true, nil, 1.5, "x"], "empty": [:], "list": [], "raw": .raw(Array("[1.0]".utf8)),
            "big": .number("12345678901234567890.0"),
        ]
        #expect(
            node.text
                == #"{"z":1,"a":[true,null,1.5,"x"],"empty":{},"list":[],"raw":[1.0],"big":12345678901234567890.0}"#)
    }

    @Test("Strings are escaped where RFC 8259 wants it and nowhere else")
    func escaping() {
        let node: JSONNode = "\"\\/\u{8}\u{C}\n\r\t\u{0}\u{1F}\u{7F}é\u{2028}<"
        #expect(node.text == "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\u{7F}é\u{2028}<\"")
    }

    @Test("Text for HTML has nothing that could end a script")
    func html() throws {
        let node: JSONNode = [
            "</script>": "<!-- & \u{2028}\u{2029}€\u{80} \"", "raw": .raw(Array(#""<\u2028""#.utf8)),
        ]
        let text = node.htmlSafeText
        let expected =
            #"{"\u003c/script\u003e":"\u003c!-- \u0026 \u2028\u2029€"# + "\u{80}" + #" \"","raw":"\u003c\u2028"}"#
        #expect(text == expected)
        let read = try JSONDocument(parsing: text).root
        #expect(read["</script>"]?.string == "<!-- & \u{2028}\u{2029}€\u{80} \"")
    }

    @Test("Numbers that JSON doesn't have become null")
    func infinity() {
        #expect(
            JSONNode.array([.number(Double.infinity), .number(Double.nan), .number(2.0)]).text == "[null,null,2.0]")
    }

    @Test("The streaming writer sets commas by itself")
    func streaming() throws {
        let source = try JSONDocument(parsing: #"{"kept":[1.0, 2]}"#)
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("a")
        writer.beginArray()
        writer.number(1)
        writer.beginObject()
        writer.endObject()
        writer.null()
        writer.endArray()
        writer.name("b")
        writer.bool(false)
        writer.name("c")
        writer.value(try #require(source.root["kept"]))
        writer.endObject()
        #expect(writer.text == #"{"a":[1,{},null],"b":false,"c":[1.0, 2]}"#)
    }

    @Test("Members without a value are left out of a compact object")
    func compactObject() {
        #expect(JSONNode.compactObject([("a", 1), ("b", nil), ("c", .null)]).text == #"{"a":1,"c":null}"#)
    }

    @Test("What is written is read back the same, for any value", arguments: 0..<200)
    func roundTrip(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let node = randomNode(depth: 4, &generator)
        let read = try JSONDocument(parsing: node.serialized)
        #expect(read.root.node == node)
        #expect(read.root.rawBytes == node.serialized[...])
        let html = try JSONDocument(parsing: node.htmlSafeText)
        #expect(html.root.isEquivalent(to: read.root))
        let canonical = try JSONDocument(parsing: read.root.canonicalBytes)
        #expect(canonical.root.isEquivalent(to: read.root))
        #expect(canonical.root.canonicalBytes == canonical.bytes)
        #expect(try JSONDocument(parsing: shuffled(node, &generator).serialized).root.isEquivalent(to: read.root))
    }
}

/// The same numbers for the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}

private func randomNode(depth: Int, _ generator: inout SeededGenerator) -> JSONNode {
    switch Int.random(in: depth > 0 ? 0...6 : 2...6, using: &generator) {
    case 0:
        let count = Int.random(in: 0...30, using: &generator)
        return .object((0..<count).map { ("\($0)" + randomText(&generator), randomNode(depth: depth - 1, &generator)) })
    case 1:
        let count = Int.random(in: 0...5, using: &generator)
        return .array((0..<count).map { _ in randomNode(depth: depth - 1, &generator) })
    case 2: return .null
    case 3: return .bool(Bool.random(using: &generator))
    case 4:
        let exponent = Int.random(in: -30...30, using: &generator)
        return .number("\(Int.random(in: -999...999, using: &generator)).0\(abs(exponent))e\(exponent)")
    case 5: return .number(Int64.random(in: .min ... .max, using: &generator))
    default: return .string(randomText(&generator))
    }
}

private func randomText(_ generator: inout SeededGenerator) -> String {
    let scalars: [Unicode.Scalar] = [
        "a", "Z", "\"", "\\", "/", "\u{0}", "\n", "\u{1F}", "\u{7F}", "\u{80}", "é", "<", "&", "\u{2027}", "\u{2028}",
        "\u{FFFF}", "😀", "\u{10FFFF}",
    ]
    var text = ""
    for _ in 0..<Int.random(in: 0...12, using: &generator) {
        text.unicodeScalars.append(scalars.randomElement(using: &generator) ?? "a")
    }
    return text
}

private func shuffled(_ node: JSONNode, _ generator: inout SeededGenerator) -> JSONNode {
    switch node {
    case .object(let members):
        .object(members.shuffled(using: &generator).map { ($0.0, shuffled($0.1, &generator)) })
    case .array(let elements): .array(elements.map { shuffled($0, &generator) })
    default: node
    }
}
