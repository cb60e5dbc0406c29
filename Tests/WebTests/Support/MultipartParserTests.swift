import Testing
import Values

@testable import Web

@Suite struct MultipartParserTests {
    private static let body =
        "--XX\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\nt\u{F6}ken\r\n"
        + "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.zip\"\r\nContent-Type: x/y\r\n\r\n"
        + "\r\n--X not yet\r\n--\r\nend\r\n--XX--\r\n"

    private func parse(_ text: String, pieces: Int) throws -> (events: [MultipartParser.Event], isComplete: Bool) {
        var parser = MultipartParser(boundary: Array("XX".utf8))
        var events: [MultipartParser.Event] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            events += try parser.take(Array(rest.prefix(pieces)))
            rest = rest.dropFirst(pieces)
        }
        return (events, parser.isComplete)
    }

    @Test("Fields and file come out the same, however the bytes arrive", arguments: [1, 2, 3, 7, 64, 4_096])
    func chunks(pieces: Int) throws {
        let (events, isComplete) = try parse(Self.body, pieces: pieces)
        var file: [UInt8] = []
        var others: [MultipartParser.Event] = []
        for event in events {
            if case .fileBytes(let bytes) = event { file += bytes } else { others.append(event) }
        }
        #expect(others == [.field(name: "form_token", value: "t\u{F6}ken"), .fileBegins(name: "file")])
        #expect(String(decoding: file, as: UTF8.self) == "\r\n--X not yet\r\n--\r\nend")
        #expect(isComplete)
    }

    @Test("An empty file and an empty field are empty, not missing")
    func empty() throws {
        let text =
            "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n"
            + "--XX\r\nContent-Disposition: form-data; name=\"f\"; filename=\"\"\r\n\r\n\r\n--XX--\r\n"
        let (events, isComplete) = try parse(text, pieces: 5)
        #expect(events == [.field(name: "a", value: ""), .fileBegins(name: "f")])
        #expect(isComplete)
    }

    @Test("A body that breaks off, has no name, or never begins is refused or incomplete")
    func malformed() throws {
        #expect(try parse(String(Self.body.dropLast(8)), pieces: 50).isComplete == false)
        #expect(throws: ServiceError.self) {
            try parse("--XX\r\nContent-Type: text/plain\r\n\r\nx\r\n--XX--", pieces: 50)
        }
        #expect(throws: ServiceError.self) { try parse(String(repeating: "x", count: 70_000), pieces: 9_000) }
    }
}
