import Access
import Database
import HTTPTypes
import LearningRecords
import TestWorld
import Testing
import Values
import Workflows
import XAPI

@Suite struct ForwardingPagesTests {
    private static let place = "/admin/forwarding"
    private static let name = "<script>alert(1)</script>"
    private static let address = "https://93.184.216.34/xapi"

    /// Adds a record store by the form; gives its page's place and a form token.
    private static func add(
        _ house: PagesHouse, _ headers: HTTPFields, _ more: [(String, String)] = []
    ) async throws -> (place: String, token: String) {
        let form = try await house.get(place, headers)
        let added = try await house.post(
            place,
            [
                ("form_token", form.formToken), ("name", name), ("kind", "1"), ("url", address), ("version", "1.0.3"),
                ("key", "key-7"), ("secret", "very secret"), ("verb", "http://example.com/did"),
            ] + more, headers)
        #expect(added.status == .seeOther, "\(added.words)")
        return (added.location, form.formToken)
    }

    @Test("A system is added by the form, shown as text whatever its name holds, and its secret never again")
    func create() async throws {
        try await PagesHouse.with { house in
            let headers = try await house.administrator()
            let (target, _) = try await Self.add(house, headers)
            for page in [try await house.get(target, headers), try await house.get(Self.place, headers)] {
                #expect(page.status == .ok)
                #expect(page.text.contains("&lt;script&gt;alert(1)") && !page.text.contains("<script>alert"))
                #expect(page.text.contains(Self.address) && !page.text.contains("very secret"))
            }
            let empty = try await house.post(
                Self.place, [("form_token", try await house.get(Self.place, headers).formToken)], headers)
            #expect(empty.status == .unprocessableContent)
            #expect(empty.text.matches(of: /aria-invalid="true"/).count == 2)
            #expect(try await house.auditVerbs().contains("forwarding.add"))
        }
    }

    @Test("A webhook's secret is shown once, in the answer to the form alone")
    func webhook() async throws {
        try await PagesHouse.with { house in
            let headers = try await house.administrator()
            let form = try await house.get(Self.place, headers)
            let added = try await house.post(
                Self.place,
                [("form_token", form.formToken), ("name", "Hook"), ("kind", "2"), ("url", Self.address)], headers)
            #expect(added.status == .ok)
            let secret = try #require(added.text.firstMatch(of: /whsec_[A-Za-z0-9+\/=]+/)).0
            #expect(!(try await house.get(Self.place, headers)).text.contains(secret))
        }
    }

    @Test(
        "A system's address and filter change by its form, a refused change changes nothing, and an empty secret stays")
    func edit() async throws {
        try await PagesHouse.with { house in
            let headers = try await house.administrator()
            let (target, token) = try await Self.add(house, headers)
            let page = try await house.get(target, headers)
            #expect(page.text.contains(#"value="http://example.com/did""#) && page.text.contains(#"value="key-7""#))
            let fields = [
                ("form_token", token), ("name", "Second"), ("version", "2.0.0"), ("key", "key-8"),
                ("agent", "ann@example.com"),
            ]
            let refused = try await house.post(target, fields + [("url", "ftp://example.com")], headers)
            #expect(refused.status == .unprocessableContent)
            #expect(refused.text.contains(#"value="ftp://example.com""#))
            #expect(try await house.get(target, headers).text.contains("key-7"))
            let changed = try await house.post(target, fields + [("url", Self.address + "/2")], headers)
            #expect(changed.status == .seeOther)
            let settings = try await Self.settings(target, house)
            #expect(settings.url == Self.address + "/2" && settings.version == "2.0.0" && settings.keyID == "key-8")
            #expect(settings.secret.reveal() == "very secret" && settings.verb == nil)
            #expect(settings.agent == .mbox("mailto:ann@example.com"))
            #expect(try await house.auditVerbs().contains("forwarding.change"))
        }
    }

    @Test("A system is switched off and on, sent everything again from a day, and removed", arguments: Engine.underTest)
    func pauseReplayRemove(engine: Engine) async throws {
        try await PagesHouse.with(engine) { house in
            let headers = try await house.administrator()
            let (target, token) = try await Self.add(house, headers)
            let before = try await Self.standing(target, house)
            #expect(before.isActive)
            for isOn in [false, true] {
                let answer = try await house.post(
                    target + "/active", [("form_token", token), ("active", isOn ? "1" : "0")], headers)
                #expect(answer.status == .seeOther)
                #expect(try await Self.standing(target, house).isActive == isOn)
            }
            let day = try #require(Instant(rfc3339: "2026-11-01T00:00:00Z"))
            _ = try await house.post(
                target + "/replay", [("form_token", token), ("since", "2026-11-01")], headers)
            #expect(try await Self.standing(target, house).reached.stored < day)
            for since in ["then", ""] {
                let bad = try await house.post(
                    target + "/replay", [("form_token", token), ("since", since)], headers)
                #expect(bad.status == .unprocessableContent)
            }
            #expect(try await Self.standing(target, house).reached.stored > Instant(microseconds: 0))
            _ = try await house.post(target + "/replay", [("form_token", token), ("everything", "1")], headers)
            #expect(try await Self.standing(target, house).reached.stored <= Instant(microseconds: 0))
            let question = try await house.get(target + "/remove", headers)
            #expect(question.text.contains("&lt;script&gt;") && question.text.contains(#"class="danger""#))
            #expect(try await house.get(target, headers).status == .ok)
            let gone = try await house.post(target + "/remove", [("form_token", token)], headers)
            #expect(gone.status == .seeOther)
            #expect(try await house.get(target, headers).status == .notFound)
            let verbs = try await house.auditVerbs()
            for verb in ["pause", "resume", "replay", "remove"] { #expect(verbs.contains("forwarding." + verb)) }
        }
    }

    @Test("No form works without the session's token, without a session, or without the right")
    func guarded() async throws {
        try await PagesHouse.with { house in
            let headers = try await house.administrator()
            let (target, token) = try await Self.add(house, headers)
            for place in [Self.place, target, target + "/replay", target + "/active", target + "/remove"] {
                #expect(
                    try await house.post(place, [("form_token", "another"), ("name", "X")], headers).status
                        == .forbidden)
                let anonymous = try await house.post(place, [("form_token", token)])
                #expect(anonymous.location == "/admin/sign-in")
            }
            _ = try await house.addStaff("officer", "privacy")
            let officer = try await house.signIn("officer")
            #expect(try await house.get(target, officer).status == .forbidden)
            #expect(try await Self.standing(target, house).name == Self.name)
        }
    }

    private static func standing(_ place: String, _ house: PagesHouse) async throws -> ForwardingTarget {
        try await found(place, house).target
    }

    private static func settings(_ place: String, _ house: PagesHouse) async throws -> ForwardingSettings {
        try await found(place, house).settings
    }

    private static func found(_ place: String, _ house: PagesHouse) async throws -> ManageForwarding.Standing {
        let id = try #require(place.split(separator: "/").last.flatMap { UUID16(String($0)) })
        let reader = StaffPrincipal(
            tenant: PagesHouse.tenant, user: house.services.world.newID(), roles: Roles([.administrator]))
        return try await ManageForwarding(house.services).find(id, for: reader).standing
    }
}
