import Access
import Database
import HTTPTypes
import TestWorld
import Testing
import Values
import Workflows

@Suite struct AuditPageTests {
    /// A line for each number, the wanted ones far behind the first page, on days of their own.
    private static func fill(_ house: PagesHouse) async throws {
        let start = house.world.now
        try await house.services.database.write { tx in
            for number in 0..<350 {
                let event = AuditEvent(
                    tenant: PagesHouse.tenant, actor: .client("key-\(number % 2)"),
                    verb: number < 120 ? "things.rare_one" : "things.common", objectKind: "thing",
                    objectID: "object-\(number)")
                try AuditLog.append(event, in: tx, at: start.adding(seconds: Int64(number) * 3_600))
            }
        }
    }

    private static func count(_ page: PageAnswer) -> Int { page.text.matches(of: /<code>things\.[a-z_]+/).count }

    @Test("The filter asks the whole log, page by page, not the lines that are shown", arguments: Engine.underTest)
    func paging(engine: Engine) async throws {
        try await PagesHouse.with(engine) { house in
            try await Self.fill(house)
            let headers = try await house.administrator()
            let first = try await house.get("/admin/audit?verb=rare_", headers)
            #expect(first.status == .ok && Self.count(first) == 100)
            let older = try #require(first.text.firstMatch(of: /href="(\/admin\/audit\?[^"]*before=\d+)"/)).1
            #expect(older.contains("verb=rare_"))
            let second = try await house.get(String(older).replacing("&amp;", with: "&"), headers)
            #expect(Self.count(second) == 20)
            #expect(!second.text.contains("before="))
        }
    }

    @Test("Lines are found by what they are about, by who did it and by day, and a sign is a sign")
    func criteria() async throws {
        try await PagesHouse.with { house in
            try await Self.fill(house)
            let headers = try await house.administrator()
            #expect(Self.count(try await house.get("/admin/audit?thing=object-349", headers)) == 1)
            #expect(Self.count(try await house.get("/admin/audit?thing=key-1&verb=rare", headers)) == 60)
            #expect(Self.count(try await house.get("/admin/audit?verb=rare%25one", headers)) == 0)
            #expect(Self.count(try await house.get("/admin/audit?verb=rare.one", headers)) == 0)
            let day = house.world.now.adding(seconds: 86_400).rfc3339.prefix(10)
            let found = try await house.get("/admin/audit?since=\(day)&until=\(day)&verb=things", headers)
            #expect(Self.count(found) == 24)
        }
    }
}
