import JSON
import Testing

@Suite("Changing a document in place")
struct EditsTests {
    private func text(_ source: String, _ edit: (inout JSONEdits, JSONValue) throws -> Void) throws -> String {
        let root = try JSONDocument(parsing: source).root
        var edits = JSONEdits()
        try edit(&edits, root)
        return String(decoding: edits.applied(to: root), as: UTF8.self)
    }

    @Test("Only the bytes of what is changed change")
    func replace() throws {
        let changed = try text(#" { "a" : 1.0 , "b":[ 2 ] } "#) { edits, root in
            edits.wrapInArray(try #require(root["b"]))
            edits.replace(try #require(root["a"]), with: Array("true".utf8))
            edits.append([("c\n", Array("{}".utf8)), ("d", Array("0".utf8))], to: root)
        }
        #expect(changed == #"{ "a" : true , "b":[[ 2 ]] ,"c\n":{},"d":0}"#)
    }

    @Test("Members are added to an empty object without a comma")
    func appendToEmpty() throws {
        #expect(try text("{ }") { $0.append([("a", Array("1".utf8))], to: $1) } == #"{ "a":1}"#)
    }

    @Test(
        "A member is taken out with its comma",
        arguments: [
            (#"{"a":1,"b":2,"c":3}"#, "a", #"{"b":2,"c":3}"#), (#"{"a":1,"b":2,"c":3}"#, "b", #"{"a":1,"c":3}"#),
            (#"{"a":1,"b":2,"c":3}"#, "c", #"{"a":1,"b":2}"#), (#"{ "a" : 1 }"#, "a", "{  }"),
            (#"{"\u0061":1,"b":2}"#, "a", #"{"b":2}"#), (#"{"a":1}"#, "x", #"{"a":1}"#), ("[]", "a", "[]"),
        ])
    func remove(source: String, name: String, result: String) throws {
        #expect(try text(source) { $0.removeMember(name, of: $1) } == result)
    }

    @Test("Changes outside of a value don't touch it")
    func outside() throws {
        let root = try JSONDocument(parsing: #"[{"a":1},{"a":2}]"#).root
        var edits = JSONEdits()
        edits.replace(try #require(root[0]?["a"]), with: Array("9".utf8))
        #expect(!edits.isEmpty)
        #expect(String(decoding: edits.applied(to: try #require(root[1])), as: UTF8.self) == #"{"a":2}"#)
    }

    @Test("Compact text keeps strings and drops white space between tokens")
    func compact() {
        let compact = JSONText.compact(Array("{ \"a b\\\" \\\\\" :\n[ 1 ,\t\" \"\r] }".utf8))
        #expect(String(decoding: compact, as: UTF8.self) == #"{"a b\" \\":[1," "]}"#)
    }
}
