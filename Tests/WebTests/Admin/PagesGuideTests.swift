import Foundation
import TestWorld
import Testing
import Web

@Suite struct PagesGuideTests {
    @Test("The guide to the pages names every page of the administration")
    func complete() async throws {
        let guide = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../docs/pages.md").standardized
        let text = try String(contentsOf: guide, encoding: .utf8)
        try await PagesHouse.with { house in
            let pages = Routes.list(house.services).filter { $0.method == "GET" && $0.path.hasPrefix("/admin") }
            #expect(pages.count > 25)
            for page in pages {
                let path = page.path.replacing("{", with: "<").replacing("}", with: ">")
                #expect(text.contains("`" + path + (path == "/admin" ? "/`" : "`")), "\(path)")
            }
        }
    }
}
