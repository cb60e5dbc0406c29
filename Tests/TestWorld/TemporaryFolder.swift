import Foundation

/// A folder of its own for a test, under the system's temporary folder.
public final class TemporaryFolder: Sendable {
    public let path: String

    public init() {
        let parent = FileManager.default.temporaryDirectory
        path = parent.appendingPathComponent("lectern-test-\(UUID().uuidString.lowercased())").path
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    public func remove() { try? FileManager.default.removeItem(atPath: path) }

    deinit { remove() }
}
