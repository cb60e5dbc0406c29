import Testing
import Values

@Suite struct UUID16Tests {
    @Test("Either letter case is read, lower case is printed")
    func letterCase() {
        let id = UUID16("ABCDEF00-1234-5678-1234-567812345678")
        #expect(id?.description == "abcdef00-1234-5678-1234-567812345678")
    }

    @Test(
        "Other forms are refused",
        arguments: [
            "", "abcdef0012345678123456781234567812", "{abcdef00-1234-5678-1234-567812345678}",
            "urn:uuid:abcdef00-1234-5678-1234-567812345678", "abcdef00-1234-5678-1234-56781234567g",
            "abcdef00-1234-5678-12345-67812345678", "abcdef00-1234-5678-1234-567812345678 ",
        ])
    func refuses(text: String) {
        #expect(UUID16(text) == nil)
    }

    @Test("Bytes and text are two forms of one value")
    func bytes() throws {
        let id = try #require(UUID16("00112233-4455-6677-8899-aabbccddeeff"))
        #expect(id.bytes == (0..<16).map { UInt8($0 * 0x11) })
        #expect(UUID16(bytes: id.bytes) == id)
        #expect(UUID16(bytes: [1, 2, 3]) == nil)
    }

    @Test("Version 7 identifiers carry their time and version, and sort by it")
    func version7() {
        let early = UUID16.version7(
            at: Instant(microseconds: 1_795_076_130_123_999), random: [UInt8](repeating: 255, count: 10))
        let late = UUID16.version7(
            at: Instant(microseconds: 1_795_076_130_124_000), random: [UInt8](repeating: 0, count: 10))
        #expect(early < late)
        #expect(early.high >> 16 == 1_795_076_130_123)
        #expect(early.description.dropFirst(14).first == "7")
        #expect("89ab".contains(early.description.dropFirst(19).first ?? "x"))
    }
}
