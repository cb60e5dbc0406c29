import JSON
import Testing
import Values

@testable import LTI

@Suite("Scores, line items and service addresses")
struct GradeTests {
    private let moment = Instant(unixSeconds: 1_790_000_000)

    @Test("LTI-AGS-24, LTI-AGS-44: scores and results go into the path, the query stays")
    func addresses() {
        #expect(
            ServiceURL.scores(of: "https://lms.example/2/lineitems/3/lineitem?type_id=1")
                == "https://lms.example/2/lineitems/3/lineitem/scores?type_id=1")
        #expect(ServiceURL.results(of: "https://lms.example/item/") == "https://lms.example/item/results")
        #expect(ServiceURL.scores(of: "not a url") == nil)
    }

    @Test("Filters join the container's own query")
    func filters() {
        let url = ServiceURL.adding(
            [("resource_link_id", "a b"), ("limit", "10")], to: "https://x.example/i?type_id=1")
        #expect(url == "https://x.example/i?type_id=1&resource_link_id=a%20b&limit=10")
    }

    @Test(
        "LTI-AGS-26, LTI-AGS-27, LTI-AGS-29, LTI-AGS-30, LTI-AGS-33, LTI-AGS-37: a score has all its parts, times with zone and fraction"
    )
    func score() {
        let score = Score(
            userID: "u", timestamp: moment, given: 41.5, maximum: 50, activityProgress: .completed,
            gradingProgress: .fullyGraded, comment: "Done", startedAt: moment.adding(seconds: -60),
            submittedAt: moment.adding(seconds: -120))
        let text = score.node.text
        #expect(
            text == #"{"userId":"u","timestamp":"2026-09-21T14:13:20.000Z","scoreGiven":41.5,"scoreMaximum":50,"#
                + #""activityProgress":"Completed","gradingProgress":"FullyGraded","comment":"Done","#
                + #""submission":{"startedAt":"2026-09-21T14:12:20.000Z","submittedAt":"2026-09-21T14:12:20.000Z"}}"#)
    }

    @Test("LTI-AGS-27, LTI-AGS-40: never negative, no maximum without a score, over the maximum allowed")
    func bounds() {
        func node(_ given: Double?) -> JSONNode {
            Score(
                userID: "u", timestamp: moment, given: given, maximum: 100, activityProgress: .started,
                gradingProgress: .notReady
            ).node
        }
        #expect(node(-0.5)["scoreGiven"] == .number("0"))
        #expect(node(nil)["scoreGiven"] == nil && node(nil)["scoreMaximum"] == nil)
        #expect(node(110)["scoreGiven"] == .number("110"))
    }

    @Test("The item that is there is found by link or resource; a foreign tag, or another link, isn't ours")
    func existing() throws {
        let page = try JSONDocument(
            parsing: """
                [{"id":"https://l/1","label":"A","scoreMaximum":10,"resourceLinkId":"r1","tag":"other"},
                 {"id":"https://l/2","label":"B","scoreMaximum":10,"resourceLinkId":"r1","tag":null,"resourceId":""},
                 {"id":"https://l/3","label":"C","scoreMaximum":10,"resourceId":"c1","tag":"grade"}, {"label":"no id"},
                 {"id":"https://l/4","label":"D","resourceId":"c4","tag":"grade","resourceLinkId":"r4"}]
                """)
        let items = try #require(LineItem.list(page.root))
        #expect(items.count == 4)
        func found(_ link: String?, _ resource: String?) -> String? {
            LineItem.existing(in: items, resourceLinkID: link, resourceID: resource, tag: "grade")?.id
        }
        #expect(found("r1", nil) == "https://l/2")
        #expect(found("r9", "c1") == "https://l/3")
        #expect(found("r9", "c9") == nil)
        #expect(found("r9", "c4") == nil && found("r4", "c4") == "https://l/4")
        #expect(LineItem.list(try JSONDocument(parsing: "{}").root) == nil)
    }

    @Test(
        "LTI-AGS-09, LTI-AGS-10: the next page is found in proper headers and in Moodle's",
        arguments: [
            #"<https://l.example/i?type_id=1&from=2>; rel="next""#,
            "<https://l.example/i?type_id=1&amp;from=2>; rel=“next”",
            #"<https://l.example/d>; rel="differences", <https://l.example/i?type_id=1&from=2>; rel=next"#,
            #"<https://l.example/i?type_id=1&from=2>; title="x"; REL="prefetch Next""#,
        ])
    func paging(header: String) {
        #expect(PagingLink.target("next", in: [header]) == "https://l.example/i?type_id=1&from=2")
    }

    @Test("The last page has no next")
    func lastPage() {
        #expect(PagingLink.target("next", in: []) == nil)
        #expect(PagingLink.target("next", in: [#"<https://l.example/i>; rel="prev""#, "<broken", "rel=next"]) == nil)
    }

    @Test("LTI-TOK-21: a token goes to its own origin only")
    func origins() {
        #expect(ServiceURL.sharesOrigin("https://l.example/a", with: "https://L.example:443/b"))
        #expect(!ServiceURL.sharesOrigin("https://l.example.evil.example/a", with: "https://l.example/b"))
        #expect(!ServiceURL.sharesOrigin("http://l.example/a", with: "https://l.example/b"))
    }
}
