import JSON
import Testing
import Values
import XAPI

@Suite("Agents' identifiers")
struct AgentIdentifierTests {
    @Test("An identity has one text, whatever the letter case of domain and digits")
    func canonical() {
        #expect(AgentIdentifier.mbox("mailto:A@EX.com").canonical == "mbox\u{0}mailto:A@ex.com")
        #expect(AgentIdentifier.mboxSHA1("EBD3").canonical == "mbox_sha1sum\u{0}ebd3")
        #expect(AgentIdentifier.openID("http://X/").canonical == "openid\u{0}http://X/")
        #expect(AgentIdentifier.account(homePage: "h:p", name: "N").canonical == "account\u{0}h:p\u{0}N")
        #expect(AgentIdentifier.mbox("mailto:a@EX.com") == .mbox("mailto:a@ex.COM"))
        #expect(AgentIdentifier.mbox("mailto:a@ex.com") != .mbox("mailto:A@ex.com"))
        #expect(Set([AgentIdentifier.mbox("mailto:a@EX.com"), .mbox("mailto:a@ex.COM")]).count == 1)
        #expect(AgentIdentifier.openID("x:\u{E9}") != .openID("x:e\u{301}"))
    }

    @Test("An identifier is written as the statement's property")
    func property() {
        #expect(AgentIdentifier.mbox("mailto:a@b").agent.text == #"{"objectType":"Agent","mbox":"mailto:a@b"}"#)
        #expect(
            AgentIdentifier.account(homePage: "h:p", name: "n").agent.text
                == #"{"objectType":"Agent","account":{"homePage":"h:p","name":"n"}}"#)
    }

    @Test("The agent parameter gives the identifier of an Agent or identified Group")
    func parameter() throws {
        let agent = try AgentParameter.read(#"{"mbox":"mailto:a@b","name":"x"}"#)
        #expect(agent.identifier == .mbox("mailto:a@b") && !agent.isGroup)
        let group = try AgentParameter.read(#"{"objectType":"Group","openid":"http://x"}"#)
        #expect(group.identifier == .openID("http://x") && group.isGroup)
    }

    @Test(
        "An agent parameter that is none is refused with its faults",
        arguments: [
            ("", ["agent"]), ("{", ["agent"]), ("null", ["agent"]), (#"{"mbox":"x"}"#, ["agent/mbox"]),
            ("{}", ["agent"]),
            (#"{"mbox":"mailto:a@b.c","openid":"http://x"}"#, ["agent"]),
            (#"{"objectType":"Group","member":[{"mbox":"mailto:a@b"}]}"#, ["agent"]),
            (#"{"mbox":"mailto:a@b","foo":1}"#, ["agent/foo"]),
        ])
    func refusedParameters(text: String, places: [String]) throws {
        do throws(ServiceError) {
            _ = try AgentParameter.read(text)
            Issue.record("\(text) was taken")
        } catch {
            #expect(error.code == .invalid && error.faults.map(\.place) == places)
        }
    }
}
