import Database
import LearningRecords
import Values

/// Removes the data that no statement carries: what a crash left, and what an erasure set free.
package struct SweepAttachments: Sendable {
    private let services: Services
    /// A request marks its files each minute while it arrives, and waits for its commit no longer than the database lets
    /// it, which is seconds.
    package static let age: Int64 = 900

    package init(_ services: Services) { self.services = services }

    /// - Parameter age: seconds since a file came; younger ones stay.
    /// - Returns: how many files were removed.
    @discardableResult
    package func run(olderThan age: Int64 = Self.age) async throws -> Int {
        let database = services.database
        return try await services.attachmentFiles.sweep(olderThan: age, now: services.world.now()) { hashes, tenant in
            try await database.read { try AttachmentStore(tenant).wanted(hashes, in: $0) }
        }
    }
}
