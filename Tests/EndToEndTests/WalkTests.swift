import Foundation
import TestWorld
import Testing

/// The command that shows the whole journey, as users run it.
@Suite(.serialized) struct WalkTests {
    /// None of these could be used.
    private static let unusable = [
        "LECTERN_DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "LECTERN_TLS_CERT": "/nonexistent",
        "LECTERN_KEYS_PASSPHRASE_FILE": "/nonexistent", "LECTERN_ADDRESS": "nowhere", "LECTERN_DATA": "/dev/null/data",
    ]

    @Test("lectern demo --walk does every step, leaves its four files, and takes no setting from the environment")
    func walk() async throws {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        let (status, output) = try await ServiceProcess.run(
            ["demo", "--walk", "--out", folder.path], environment: Self.unusable)
        #expect(status == 0, "\(output)")
        #expect(!output.contains("FAILED"))
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        for name in ["completions.csv", "statements.ndjson", "privacy-package.zip", "erasure-certificate.json"] {
            #expect(left.contains(name))
        }
    }
}
