import Testing
import Values
import XAPI

@Suite("The version header")
struct VersionTests {
    @Test(
        "Every patch of the two lines is taken",
        arguments: [
            ("1.0", .v1), ("1.0.0", .v1), ("1.0.3", .v1), ("1.0.9", .v1), (" 1.0.3 ", .v1), ("2.0", .v2),
            ("2.0.0", .v2),
            ("2.0.1", .v2), ("\t2.0.0", .v2),
        ] as [(String, XAPIVersion)])
    func taken(value: String, version: XAPIVersion) throws {
        #expect(try VersionHeader.parse(value) == version)
    }

    @Test(
        "Another version, or none, is refused with a text that names the supported ones",
        arguments: [
            nil, "", "0.9", "0.95", "0.9.9", "1.1.0", "1.5", "2.1.0", "3.0.0", "abc", "1.0.", "1.0.x", "1", "01.0",
            "1.0.3.1",
            "1.0.3, 1.0.3",
        ] as [String?])
    func refused(value: String?) {
        do throws(ServiceError) {
            let version = try VersionHeader.parse(value)
            Issue.record("\(value ?? "none") was read as \(version)")
        } catch {
            #expect(error.code == .invalid && error.message.contains("1.0.3") && error.message.contains("2.0.0"))
        }
    }

    @Test("A header that stands twice is refused")
    func twice() {
        #expect(throws: ServiceError.self) { try VersionHeader.parse(["1.0.3", "1.0.3"]) }
    }

    @Test("An answer names the latest patch of its line")
    func answers() {
        #expect(XAPIVersion.v1.headerValue == "1.0.3" && XAPIVersion.v2.headerValue == "2.0.0")
        #expect(XAPIVersion.v1.defaultStatementVersion == "1.0.0")
    }
}
