import JSON
import Testing
import Values
import XAPI

@Suite("Damaged statements")
struct HostileTests {
    /// Changes one to three bytes of a good statement in a way that the seed fixes.
    private func damaged(_ text: String, seed: UInt64) -> [UInt8] {
        var bytes = Array(text.utf8)
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let alphabet = Array(#"{}[],:"\0159-+eE.tfnu aZ"#.utf8) + [0, 0x1F, 0x80, 0xC3, 0xFF]
        for _ in 0...next(3) {
            let position = next(bytes.count)
            switch next(3) {
            case 0: bytes[position] = alphabet[next(alphabet.count)]
            case 1: bytes.remove(at: position)
            default: bytes.insert(alphabet[next(alphabet.count)], at: position)
            }
        }
        return bytes
    }

    @Test(
        "A damaged statement is refused, or read and completed to a valid one that is the same",
        arguments: [Sample.minimal, Sample.full, Sample.subStatement], XAPIVersion.allCases)
    func damaged(sample: String, version: XAPIVersion) throws {
        var completion = StatementCompletion(
            id: try #require(UUID16(Sample.id)), stored: Instant(unixSeconds: 1_800_000_000),
            authority: Array(#"{"mbox":"mailto:lrs@example.com"}"#.utf8), actor: ["mbox": "mailto:a@example.com"])
        var outcomes = (noJSON: 0, refused: 0, taken: 0)
        for seed in 0..<600 {
            guard let document = try? JSONDocument(parsing: damaged(sample, seed: UInt64(seed))) else {
                outcomes.noJSON += 1
                continue
            }
            switch StatementReader.read(document.root, version: version, tolerance: .packages) {
            case .failure(let refusal):
                outcomes.refused += 1
                #expect(!refusal.faults.isEmpty)
            case .success(let statement):
                outcomes.taken += 1
                let isEmpty = statement.value["context"]?["registration"]?.string == ""
                completion.registration = isEmpty ? UUID16(Sample.id) : nil
                let stored = try JSONDocument(parsing: completion.complete(statement))
                let again = StatementReader.read(stored.root, version: version, tolerance: .packages)
                #expect(throws: Never.self, "\(stored.root.rawText)") { try again.get() }
                if statement.actor != nil { #expect(try again.get().logicalForm == statement.logicalForm) }
            }
        }
        #expect(outcomes.noJSON > 0 && outcomes.refused > 0 && outcomes.taken > 0)
    }
}
