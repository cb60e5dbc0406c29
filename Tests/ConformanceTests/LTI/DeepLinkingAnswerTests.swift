import Cohorts
import Cryptography
import Database
import DemoData
import DemoJourney
import DemoLMS
import JOSE
import JSON
import LTI
import ServiceWorld
import TestWorld
import Testing
import Values
import Workflows

@Suite("Deep linking: what the picker sends back", .serialized)
struct DeepLinkingAnswerTests {
    @Test(
        """
        LTI-DL-02, LTI-DL-12, LTI-DL-14, LTI-DL-15, LTI-DL-16, LTI-DL-17, LTI-DL-18, LTI-DL-20: \
        the browser carries a signed answer to the platform, with the request's own parties
        """, arguments: Engine.underTest)
    func answer(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            let teacher = PickerVisit(service)
            let chosen = try await teacher.submit(teacher.contents(teacher.open()))
            #expect(chosen.status == 200 && chosen.text.contains("data-post") && chosen.text.contains("post."))
            let form = try chosen.form(to: "/content/return")
            #expect(form.method == "post" && form.fields.map(\.name) == ["JWT"])
            #expect(try await teacher.carry(chosen).status == 200)
            let second = try await teacher.place()
            let both = await service.lms.placements.map(\.claims)
            try #require(both.count == 2)
            for claims in both {
                #expect(claims["iss"]?.string == "lectern-demo")
                #expect(claims["aud"]?.string == service.lmsURL && claims["azp"] == nil)
                let issued = try #require(claims["iat"]?.integer)
                let expires = try #require(claims["exp"]?.integer)
                #expect((1...600).contains(expires - issued))
                #expect(claims[ClaimName.messageType]?.string == "LtiDeepLinkingResponse")
                #expect(claims[ClaimName.version]?.string == "1.3.0")
                #expect(claims[ClaimName.deploymentID]?.string == "1")
                #expect(claims[DLClaim.items]?.list?.count == 1)
            }
            #expect(both[0]["nonce"]?.string?.isEmpty == false && both[0]["nonce"] != both[1]["nonce"])
            #expect(second.items.count == 1)
        }
    }

    @Test("LTI-DL-21: the answer is signed RS256 by a key of our published set, under its kid")
    func signature() async throws {
        try await RunningService.with { service in
            let token = try CompactJWS(parsing: try await PickerVisit(service).place().token)
            let published = try await BrowserClient().get(service.publicURL + "/.well-known/jwks.json")
            let keys = try JSONWebKeySet(parsing: published.body)
            #expect(token.header.alg == "RS256")
            let keyID = try #require(token.header.kid)
            let key = try #require(keys.keys(withID: keyID).first)
            #expect(token.isSigned(by: key.publicKey, algorithm: .RS256))
        }
    }

    @Test("LTI-DL-19: data comes back to the letter, and only where it was given", arguments: ["strict", "moodle"])
    func data(profile: String) async throws {
        try await RunningService.with(profile: try #require(.named(profile))) { service in
            let teacher = PickerVisit(service)
            let claims = try await teacher.place().claims
            guard profile == "strict" else {
                #expect(claims[DLClaim.data] == nil)
                return
            }
            #expect(claims[DLClaim.data]?.string?.hasPrefix("a\"b/é العربية ") == true)
            await service.lms.changeDeepLinking([("data", ["not": ["a", "string", 1.50]])])
            let token = try CompactJWS(parsing: try await teacher.place().token)
            #expect(String(decoding: token.payload, as: UTF8.self).contains(#"{"not":["a","string",1.5]}"#))
        }
    }

    @Test("LTI-DL-23, LTI-DL-24, LTI-DL-33: an item has title, opaque address, binding, edition and line item")
    func item() async throws {
        try await RunningService.with { service in
            let placed = try await PickerVisit(service).place(["course"], [("title", "Week one")])
            let item = try #require(placed.items.first)
            let names = [
                "type", "url", "title", "text", "icon", "thumbnail", "window", "iframe", "custom", "lineItem",
                "available", "submission",
            ]
            #expect(Set(item.memberNames).isSubset(of: names))
            #expect(item["type"]?.string == "ltiResourceLink" && item["title"]?.string == "Week one")
            let url = try #require(item["url"]?.string)
            #expect(url.hasPrefix(service.publicURL + "/lti/items/"))
            let resource = String(url.split(separator: "/").last ?? "")
            #expect(resource.count == 22 && !resource.allSatisfy(\.isNumber))
            #expect(item["custom"]?["lectern_binding"]?.string?.count == 22)
            #expect(item["custom"]?["lectern_edition"]?.string == "1")
            let line = try #require(item["lineItem"])
            #expect(line["scoreMaximum"] == 100 && line["label"]?.string == "Week one")
            #expect(line["resourceId"]?.string == resource)
            #expect(!url.contains(service.demo.cohort.description))
        }
    }

    @Test("LTI-DL-25, COH-UNL-08: windows of the group and of its modules go along as moments with a zone")
    func windows() async throws {
        try await RunningService.with { service in
            let end = service.services.world.now().adding(seconds: 30 * 86_400)
            let (module, lock) = try await service.closeFirstModule(groupEnds: end)
            let items = try await PickerVisit(service).place(["course", "module:\(module)"]).items
            try #require(items.count == 2)
            for name in ["available", "submission"] {
                #expect(items[0][name]?["endDateTime"]?.string == end.rfc3339)
                #expect(items[1][name]?["endDateTime"]?.string == lock.rfc3339)
                let start = try #require(items[0][name]?["startDateTime"]?.string)
                #expect(Instant(rfc3339: start) != nil && start.hasSuffix("Z"))
            }
        }
    }

    @Test("LTI-DL-34: several chosen parts are several items, each under a key of its own that stays the same")
    func several() async throws {
        try await RunningService.with { service in
            let teacher = PickerVisit(service)
            let parts = PickerVisit.parts(on: try await teacher.contents(teacher.open()))
            #expect(parts.count == 6)
            let first = try await teacher.place(parts).items
            #expect(first.count == 6)
            let keys = first.compactMap { $0["lineItem"]?["resourceId"]?.string }
            #expect(Set(keys).count == 6)
            let again = try await teacher.place(parts).items.compactMap { $0["lineItem"]?["resourceId"]?.string }
            #expect(again == keys)
        }
    }

    @Test("LTI-DL-08: line items go along unless the platform doesn't want them or the teacher doesn't")
    func lineItems() async throws {
        try await RunningService.with { service in
            let teacher = PickerVisit(service)
            let standard = try await teacher.place().items
            #expect(standard.first?["lineItem"] != nil)
            let ungraded = try await teacher.place(["course"], [("graded", "0")]).items
            #expect(ungraded.first?["lineItem"] == nil)
            for wish in [true, false] {
                await service.lms.changeDeepLinking([("accept_lineitem", .bool(wish))])
                let items = try await teacher.place().items
                #expect((items.first?["lineItem"] != nil) == wish)
            }
        }
    }

    @Test(
        "LTI-DL-10, LTI-DL-11: the platform's title and text fill the item in, and the teacher hears of no second look")
    func prefilled() async throws {
        try await RunningService.with { service in
            await service.lms.changeDeepLinking([
                ("title", "Safety \"week\""), ("text", "Bring boots"), ("auto_create", true),
            ])
            let teacher = PickerVisit(service)
            let page = try await teacher.contents(teacher.open())
            #expect(page.text.contains("adds what you choose at once"))
            let item = try await teacher.carry(teacher.submit(page))
            #expect(item.status == 200)
            let placed = try #require(await service.lms.placements.last?.items.first)
            #expect(placed["title"]?.string == "Safety \"week\"" && placed["text"]?.string == "Bring boots")
        }
    }
}

extension RunningService {
    /// Lets the demo's group end, and its first module close a day from now.
    func closeFirstModule(groupEnds end: Instant) async throws -> (module: UUID16, lock: Instant) {
        let (now, demo) = (services.world.now(), demo)
        let lock = now.adding(seconds: 86_400)
        let module = try await services.database.write { tx in
            let cohort = try CohortStore(DemoTenant.tenant).existing(demo.cohort, in: tx)
            var change = CohortChange()
            change.endsAt = .set(end)
            _ = try CohortStore(DemoTenant.tenant).update(cohort.id, change, now: now, in: tx)
            let module = try LessonStore(DemoTenant.tenant).modules(course: demo.course, in: tx).first?.id
            let found = try #require(module)
            try ModuleWindowStore(DemoTenant.tenant).set(
                ModuleWindow(module: found, unlock: nil, lock: .at(lock)), cohort: demo.cohort, in: tx)
            return found
        }
        return (module, lock)
    }
}
