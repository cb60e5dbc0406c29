import Foundation
import TestWorld
import Testing

/// The command that shows the whole journey, as users run it.
@Suite(.serialized) struct WalkTests {
    @Test("lectern demo --walk does every step and leaves its four files")
    func walk() async throws {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        let (status, output) = try await ServiceProcess.run(["demo", "--walk", "--out", folder.path])
        #expect(status == 0, "\(output)")
        #expect(!output.contains("FAILED"))
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        for name in ["completions.csv", "statements.ndjson", "privacy-package.zip", "erasure-certificate.json"] {
            #expect(left.contains(name))
        }
    }
}
