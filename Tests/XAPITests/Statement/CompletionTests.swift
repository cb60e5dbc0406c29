import JSON
import Testing
import Values
import XAPI

@Suite("Completing a statement")
struct CompletionTests {
    private let completion = StatementCompletion(
        id: UUID16(Sample.id) ?? UUID16(high: 0, low: 0), stored: Instant(unixSeconds: 1_800_000_000),
        authority: Array(#"{"mbox":"mailto:lrs@example.com"}"#.utf8))

    private func complete(_ text: String, _ version: XAPIVersion = .v1) throws -> String {
        String(decoding: completion.complete(try valid(text, version, .packages)), as: UTF8.self)
    }

    @Test("What the sender left out is written at the end")
    func minimal() throws {
        #expect(
            try complete(Sample.minimal, .v2)
                == #"{"actor":{"mbox":"mailto:a@example.com"},"verb":{"id":"http://example.com/did"},"#
                + #""object":{"id":"http://example.com/it"},"id":"\#(Sample.id)","#
                + #""timestamp":"2027-01-15T08:00:00.000Z","stored":"2027-01-15T08:00:00.000Z","#
                + #""version":"2.0.0","authority":{"mbox":"mailto:lrs@example.com"}}"#
        )
        #expect(try complete(Sample.minimal, .v1).contains(#""version":"1.0.0""#))
    }

    @Test("What the LRS sets replaces what came, in its place; the rest stays as received")
    func full() throws {
        let text = try complete(Sample.full)
        let root = try Sample.value(text)
        #expect(root.members.map(\.name) == (try Sample.value(Sample.full)).members.map(\.name))
        #expect(root["id"]?.string == Sample.id)
        #expect(root["timestamp"]?.string == "2026-05-18T05:32:34.8040001Z")
        #expect(root["stored"]?.string == "2027-01-15T08:00:00.000Z")
        #expect(root["version"]?.string == "1.0.2")
        #expect(root["authority"]?.rawText == #"{"mbox":"mailto:lrs@example.com"}"#)
        #expect(text.contains(#""scaled":0.950,"raw":95,"min":0,"max":1E2"#))
        #expect(text.contains(#""parent":[{"id":"http://example.com/parent"}]"#))
        #expect(!text.contains("\n"))
        #expect(try valid(text).timestamp != nil)
    }

    @Test("White space in strings stays, white space between tokens goes")
    func whiteSpace() throws {
        let text = try Sample.changed(Sample.minimal, "actor/name", to: #""a \" \\\\" "#)
        #expect(try complete(text.replacingOccurrences(of: ",", with: " ,\n\t")).contains(#""name":"a \" \\\\""#))
    }

    @Test("A sent authority stays where the sender is trusted")
    func trustedAuthority() throws {
        var trusted = completion
        trusted.authority = nil
        let root = try JSONDocument(parsing: trusted.complete(try valid(Sample.full))).root
        #expect(root["authority"]?["account"]?["name"]?.string == "key")
    }

    @Test("A SubStatement's timestamp and context activities are treated alike")
    func subStatement() throws {
        let text = try complete(Sample.subStatement)
        #expect(text.contains(#""timestamp":"2026-05-18T05:32:34.000Z","context""#))
        #expect(text.contains(#""parent":[{"id":"http://example.com/p"}]"#))
    }

    @Test("A missing registration is filled with the session's, into the context or with one")
    func registration() throws {
        var session = completion
        session.registration = UUID16("ec531277-b57b-4c15-8d91-d292c5b2b8f7")
        for context in [nil, "{}", #"{"platform":"x"}"#] {
            let text = try context.map { try Sample.changed(Sample.minimal, "context", to: $0) } ?? Sample.minimal
            let filled = try valid(String(decoding: session.complete(try valid(text, .v1)), as: UTF8.self), .v1)
            #expect(filled.registration == session.registration)
            #expect(filled.value["context"]?["platform"]?.string == (context?.contains("platform") == true ? "x" : nil))
        }
        let other = try Sample.changed(
            Sample.minimal, "context", to: #"{"registration":"ec531277-b57b-4c15-8d91-d292c5b2b8f8"}"#)
        #expect(try valid(other, .v1).registration != session.registration)
        #expect(String(decoding: session.complete(try valid(other, .v1)), as: UTF8.self).contains("b2b8f8"))
    }

    @Test("What a tolerance let pass is mended with the session's actor and registration")
    func mended() throws {
        var session = completion
        session.actor = AgentIdentifier.account(homePage: "http://h", name: "n").agent
        session.registration = UUID16("ec531277-b57b-4c15-8d91-d292c5b2b8f7")
        for actor in [nil, "null"] {
            let text = try Sample.changed(
                Sample.changed(Sample.minimal, "actor", to: actor), "context",
                to: #"{"registration":"","platform":"x"}"#)
            let bytes = session.complete(try valid(text, .v1, .packages))
            let mended = try valid(String(decoding: bytes, as: UTF8.self))
            #expect(mended.actor == .account(homePage: "http://h", name: "n"))
            #expect(mended.registration == session.registration)
        }
        let text = try Sample.changed(Sample.minimal, "context", to: #"{"platform":"x","registration":""}"#)
        #expect(try complete(text).contains(#""context":{"platform":"x"}"#))
        let first = try Sample.changed(Sample.minimal, "context", to: #"{"registration":"","platform":"x"}"#)
        #expect(try complete(first).contains(#""context":{"platform":"x"}"#))
        let alone = try Sample.changed(Sample.minimal, "context", to: #"{"registration":""}"#)
        #expect(try complete(alone).contains(#""context":{}"#))
    }
}

extension String {
    /// Without Foundation.
    fileprivate func replacingOccurrences(of target: Character, with replacement: String) -> String {
        split(separator: target, omittingEmptySubsequences: false).joined(separator: replacement)
    }
}
