import JSON
import Testing
import XAPI

@Suite("Replacing agents in a statement")
struct RewriterTests {
    private let anonymous = AgentIdentifier.account(homePage: "http://lectern", name: "anon")
    private let stand = #""account":{"homePage":"http://lectern","name":"anon"}"#

    @Test("A mention is replaced and every other byte stays")
    func actor() throws {
        let text =
            #"{ "actor" : {"objectType":"Agent", "name":"Ann","mbox":"mailto:a@b"},"verb":{"id":"x:y"} , "n":1.0}"#
        let result = try #require(StatementRewriter.rewrite(Sample.value(text)) { _ in anonymous })
        #expect(
            String(decoding: result.bytes, as: UTF8.self)
                == #"{ "actor" : {"objectType":"Agent",\#(stand)},"verb":{"id":"x:y"} , "n":1.0}"#)
        #expect(result.replacements.map(\.place) == ["/actor"])
    }

    @Test("Only the chosen mentions change, in whatever role, members of groups too")
    func chosen() throws {
        let text = try Sample.changed(
            Sample.full, "actor/member/2", to: #"{"name":"Ina","mbox":"mailto:i@Example.COM"}"#)
        let target = AgentIdentifier.mbox("mailto:i@example.com")
        let result = try #require(
            StatementRewriter.rewrite(Sample.value(text)) { $0.identifier == target ? anonymous : nil })
        let root = try JSONDocument(parsing: result.bytes).root
        #expect(result.replacements.map(\.place) == ["/actor/member/2", "/context/instructor"])
        #expect(root["actor"]?["member"]?[2]?.rawText == "{\(stand)}")
        #expect(root["context"]?["instructor"]?.rawText == "{\(stand)}")
        #expect(root["actor"]?["name"]?.string == "Team")
        #expect(root["actor"]?["member"]?[1]?["openid"]?.string == "http://toby.openid.example.org/")
        #expect(!String(decoding: result.bytes, as: UTF8.self).contains("Ina"))
        #expect(try faultPlaces(String(decoding: result.bytes, as: UTF8.self)) == [])
    }

    @Test("A group that is replaced keeps its type and members")
    func group() throws {
        let result = try #require(
            StatementRewriter.rewrite(Sample.value(Sample.full)) { $0.role == AgentRole(.actor) ? anonymous : nil })
        let actor = try #require(JSONDocument(parsing: result.bytes).root["actor"])
        #expect(actor.members.map(\.name) == ["objectType", "account", "member"])
        #expect(actor["member"]?.count == 2)
    }

    @Test("Agents in a SubStatement are replaced too")
    func subStatement() throws {
        let result = try #require(StatementRewriter.rewrite(Sample.value(Sample.subStatement)) { _ in anonymous })
        #expect(result.replacements.map(\.role.isInSubStatement) == [false, true])
        #expect(!String(decoding: result.bytes, as: UTF8.self).contains("mailto"))
    }

    @Test("Nothing to replace gives nothing")
    func nothing() throws {
        #expect(StatementRewriter.rewrite(try Sample.value(Sample.full)) { _ in nil } == nil)
    }
}
