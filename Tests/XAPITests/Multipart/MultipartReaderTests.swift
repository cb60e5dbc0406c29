import Testing
import Values
import XAPI

@Suite("Reading multipart bodies") struct MultipartReaderTests {
    /// What a body comes to: each part's headers and data.
    private struct Part: Equatable {
        var type: String?
        var data = ""
        var isEnded = false
    }

    private func read(
        _ text: String, boundary: String = "b", pieces size: Int = .max, limits: MultipartReader.Limits = .standard
    ) throws -> [Part] {
        var reader = MultipartReader(boundary: try #require(MultipartBoundary(boundary)), limits: limits)
        var parts: [Part] = []
        let bytes = Array(text.utf8)
        var place = 0
        while place < bytes.count {
            let end = size < bytes.count - place ? place + size : bytes.count
            try reader.take(bytes[place..<end]) { event in
                switch event {
                case .begins(let headers): parts.append(Part(type: headers["content-type"]))
                case .bytes(let data): parts[parts.count - 1].data += String(decoding: data, as: UTF8.self)
                case .ends: parts[parts.count - 1].isEnded = true
                }
            }
            place = end
        }
        try reader.finish()
        return parts
    }

    private static let whole = """
        preamble\r\n--b\r\nContent-Type: a/a\r\n\r\none\r\n--b  \r\nContent-Type: b/b\r\n\r\n\
        two\r\n--bc\r\n--\r\nrest\r\n\r\n--b--\r\nepilogue --b\r\n
        """

    @Test("A body gives the same parts in whatever pieces it arrives", arguments: 1...40)
    func pieces(size: Int) throws {
        let parts = try read(Self.whole, pieces: size)
        #expect(
            parts == [
                Part(type: "a/a", data: "one", isEnded: true),
                Part(type: "b/b", data: "two\r\n--bc\r\n--\r\nrest\r\n", isEnded: true),
            ])
    }

    @Test("Lines that end with LF alone are read the same")
    func lineFeeds() throws {
        let text = "--b\nContent-Type: a/a\n\none\ntwo\n--b\n\nthree\n--b--"
        #expect(try read(text).map(\.data) == ["one\ntwo", "three"])
    }

    @Test(
        "An empty part is a part",
        arguments: ["--b\r\n\r\n\r\n--b--", "--b\r\n\r\n--b--", "--b\r\nA: b\r\n\r\n\r\n--b--"])
    func empty(text: String) throws {
        for size in [1, 2, 3, 100] {
            let parts = try read(text, pieces: size)
            #expect(parts.map(\.data) == [""])
            #expect(parts.map(\.isEnded) == [true])
        }
    }

    @Test("A header may go on in the next line")
    func folded() throws {
        #expect(try read("--b\r\nContent-Type: a/a;\r\n  x=y\r\n\r\n1\r\n--b--").first?.type == "a/a; x=y")
    }

    @Test(
        "What isn't such a body is refused",
        arguments: [
            "", "text", "--c\r\n\r\none\r\n--c--", "--b--", "--b\r\n\r\none", "--b\r\n\r\none\r\n--b",
            "--b\r\n\r\none\r\n--b-",
            "--b\r\nA: b", "--b\r\nA: b\r\n--b--\r\n", "--b\r\nno colon\r\n\r\n1\r\n--b--",
            "--b\r\n A: b\r\n\r\n1\r\n--b--",
            "--b\r\nA: b\r\na: c\r\n\r\n1\r\n--b--", "--b\r\n: b\r\n\r\n1\r\n--b--",
            "--b\r\nA: \u{1}\r\n\r\n1\r\n--b--",
        ])
    func refused(text: String) throws {
        for size in [1, 5, 1_000] {
            let error = #expect(throws: ServiceError.self) { try read(text, pieces: size) }
            #expect(error?.code == .invalid)
        }
    }

    @Test("Headers without end and parts without number are refused before they fill the memory")
    func limits() throws {
        let small = MultipartReader.Limits(headerBytes: 100, parts: 3)
        let long = "--b\r\nA: " + String(repeating: "x", count: 200)
        #expect(throws: ServiceError.self) { try read(long, pieces: 7, limits: small) }
        let many = "--b\r\n" + String(repeating: "A: b\r\n", count: 1) + String(repeating: "\r\n1\r\n--b\r\n", count: 4)
        let error = #expect(throws: ServiceError.self) { try read(many + "\r\n1\r\n--b--", limits: small) }
        #expect(error?.code == .tooLarge)
    }

    @Test("A boundary is what RFC 2046 lets it be")
    func boundaries() {
        #expect(MultipartBoundary("gc0pJq0M:08jU534c0p'()+_,-./=?") != nil)
        #expect(MultipartBoundary(String(repeating: "x", count: 70)) != nil)
        for text in ["", "ends with space ", "a\"b", "a;b", "é", String(repeating: "x", count: 71)] {
            #expect(MultipartBoundary(text) == nil, "\(text)")
        }
    }

    @Test("A Content-Type is taken apart with its parameters, quoted or not")
    func contentTypes() {
        #expect(ContentTypeHeader("multipart/mixed; boundary=abc")?["boundary"] == "abc")
        #expect(ContentTypeHeader(#"Multipart/Mixed ;  Boundary="a;\"b c" ; x=y"#)?["boundary"] == #"a;"b c"#)
        #expect(ContentTypeHeader("multipart/mixed;")?.essence == "multipart/mixed")
        for text in ["", "text", "text/plain; x", "text/plain; x=\"y", "a/b; x=1; x=2", "a/b; =1", "a/b; x=\"y\"z"] {
            #expect(ContentTypeHeader(text) == nil, "\(text)")
        }
    }
}
