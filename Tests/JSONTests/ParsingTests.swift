import JSON
import Testing

@Suite("Reading JSON")
struct ParsingTests {
    @Test(
        "A valid document is read and kept as it came",
        arguments: [
            "{}", "[]", "null", "true", "false", "0", "-0", "1.50", "1E+2", "\"\"", " [ 1 , 2 ] \r\n\t", "[[],{}]",
            #"{"a":{"b":[1,{"c":null}]},"d":"e"}"#, #"["\u0000\uD83D\uDE00\/\"\\\b\f\n\r\t"]"#, "[\"é€😀\u{7F}\"]",
            #"{"":1,"a":2}"#, "[0.0e-0,123456789012345678901234567890,1e400]", #""plain ascii text longer than eight""#,
        ])
    func accepts(text: String) throws {
        let document = try JSONDocument(parsing: text)
        #expect(document.bytes == Array(text.utf8))
        let trimmed = text.drop { $0.isWhitespace }
        #expect(trimmed.hasPrefix(document.root.rawText))
    }

    @Test(
        "An invalid document is refused with the reason and the place",
        arguments: [
            ("", .empty, 0), ("  ", .empty, 2), ("[", .unexpectedEnd, 1), ("[1", .unexpectedEnd, 2),
            ("[1,", .unexpectedEnd, 3), ("[1,]", .unexpectedByte, 3), ("[,1]", .unexpectedByte, 1),
            ("{", .unexpectedEnd, 1), (#"{"a""#, .unexpectedEnd, 4), (#"{"a":"#, .unexpectedEnd, 5),
            (#"{"a":1,}"#, .unexpectedByte, 7), (#"{"a" 1}"#, .unexpectedByte, 5), ("{a:1}", .unexpectedByte, 1),
            ("{1:1}", .unexpectedByte, 1), ("[1 2]", .unexpectedByte, 3), ("[1}", .unexpectedByte, 2),
            (#"{"a":1]"#, .unexpectedByte, 6), ("[1]x", .trailingBytes, 3), ("{} {}", .trailingBytes, 3),
            ("]", .unexpectedByte, 0), ("tru", .unexpectedEnd, 3), ("trux", .unexpectedByte, 3),
            ("True", .unexpectedByte, 0), ("NaN", .unexpectedByte, 0), ("'a'", .unexpectedByte, 0),
            ("// c\n1", .unexpectedByte, 0), ("01", .invalidNumber, 0), ("-01", .invalidNumber, 0),
            ("-", .unexpectedEnd, 1), ("+1", .unexpectedByte, 0), ("1.", .unexpectedEnd, 2), (".5", .unexpectedByte, 0),
            ("1.e2", .invalidNumber, 2), ("1e", .unexpectedEnd, 2), ("1e+x", .invalidNumber, 3),
            ("[-]", .invalidNumber, 2), ("0x1", .trailingBytes, 1), ("1e1234567890", .exponentTooLarge, 2),
            ("\"", .unexpectedEnd, 1), ("\"a\n\"", .controlCharacter, 2), ("\"\u{0}\"", .controlCharacter, 1),
            (#""\x""#, .invalidEscape, 1), (#""\u12G4""#, .invalidEscape, 1), (#""\u12"#, .unexpectedEnd, 5),
            (#""\ud800""#, .loneSurrogate, 1), (#""\ud800\u0041""#, .loneSurrogate, 1),
            (#""\udc00""#, .loneSurrogate, 1), (#""\ud800\n""#, .loneSurrogate, 1), ("\u{FEFF}1", .byteOrderMark, 0),
        ] as [(String, JSONError.Reason, Int)])
    func refuses(text: String, reason: JSONError.Reason, offset: Int) {
        #expect(throws: JSONError(reason, at: offset)) { try JSONDocument(parsing: text) }
    }

    @Test(
        "Bytes that aren't UTF-8 are refused",
        arguments: [
            [0xFF], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0xC3], [0x80], [0xE2, 0x28, 0xA1],
            [0xF0, 0x9F, 0x98, 0x41],
        ] as [[UInt8]])
    func refusesInvalidUTF8(sequence: [UInt8]) {
        let quote = UInt8(ascii: "\"")
        #expect(throws: JSONError(.invalidUTF8, at: 1)) { try JSONDocument(parsing: [quote] + sequence + [quote]) }
    }

    @Test("Every prefix of a document is refused or read, and none traps")
    func prefixes() {
        let bytes = Array(#"{"a":[1.5e3,"é\ud83d\ude00\n",true,null,{"b":-0}],"c":"plain text of some length"}"#.utf8)
        for length in 0..<bytes.count {
            #expect(throws: JSONError.self) { try JSONDocument(parsing: Array(bytes.prefix(length))) }
        }
    }

    @Test("A changed byte anywhere never traps")
    func changedBytes() {
        let bytes = Array(#"{"a":[1.5e3,"é\ud83d\ude00\n",true,null,{"b":-0}],"c":"plain text"}"#.utf8)
        var read = 0
        for position in bytes.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = bytes
                changed[position] = byte
                guard let document = try? JSONDocument(parsing: changed) else { continue }
                read += 1
                #expect(!document.root.node.serialized.isEmpty)
            }
        }
        #expect(read > 256)
    }

    @Test(
        "A member that stands twice is refused, also when it is spelt with escapes",
        arguments: [
            (#"{"a":1,"a":2}"#, 7), (#"{"a":1,"b":{"c":1,"c":1}}"#, 18), (#"{"a":1,"\u0061":2}"#, 7),
            (#"{"\/":1,"/":2}"#, 8), (#"[{"":1,"":2}]"#, 7),
        ])
    func duplicates(text: String, offset: Int) {
        #expect(throws: JSONError(.duplicateName, at: offset)) { try JSONDocument(parsing: text) }
    }

    @Test("Names that only look alike, or differ in case, are different members")
    func lookAlikes() throws {
        let document = try JSONDocument(parsing: "{\"\u{E9}\":1,\"e\u{301}\":2,\"A\":3,\"a\":4}")
        #expect(document.root["\u{E9}"]?.integer == 1)
        #expect(document.root["e\u{301}"]?.integer == 2)
        #expect(document.root.count == 4)
    }

    @Test("The last of very many members is compared with all others")
    func duplicatesAmongMany() throws {
        let members = (0..<20_000).map { "\"member-with-a-long-common-prefix-\($0)\":0" }
        let good = "{" + members.joined(separator: ",") + "}"
        #expect(try JSONDocument(parsing: good).root.count == 20_000)
        let bad = "{" + (members + [members[0]]).joined(separator: ",") + "}"
        #expect(throws: JSONError(.duplicateName, at: good.utf8.count)) { try JSONDocument(parsing: bad) }
    }

    @Test("Limits hold: depth, length, members, values")
    func limits() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(try JSONDocument(parsing: nested(64)).root.count == 1)
        #expect(throws: JSONError(.tooDeep, at: 64)) { try JSONDocument(parsing: nested(65)) }
        #expect(throws: JSONError(.tooDeep, at: 64)) { try JSONDocument(parsing: nested(100_000)) }
        #expect(throws: JSONError(.tooLarge, at: 4)) {
            try JSONDocument(parsing: "[1,2]", limits: JSONLimits(bytes: 4))
        }
        #expect(throws: JSONError(.tooManyMembers, at: 6)) {
            try JSONDocument(parsing: "[1,2,3]", limits: JSONLimits(members: 2))
        }
        #expect(throws: JSONError(.tooManyValues, at: 5)) {
            try JSONDocument(parsing: "[1,2,3]", limits: JSONLimits(values: 3))
        }
    }

    @Test("A byte order mark is skipped where the limits allow it")
    func byteOrderMark() throws {
        let document = try JSONDocument(parsing: "\u{FEFF}[7]", limits: JSONLimits(allowsByteOrderMark: true))
        #expect(document.root[0]?.integer == 7)
        #expect(document.root.byteRange == 3..<6)
    }
}
