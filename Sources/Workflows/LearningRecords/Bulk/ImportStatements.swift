package import Access
import Cryptography
import Database
import LearningRecords
package import Values
package import XAPI

/// Takes in statements from another LRS, from a file: ids, timestamps and, as far as they name one, authorities stay;
/// `stored` is new, in the file's order (catalogue: LRS-OPS-05).
///
/// The whole file is checked before the first statement is stored, with the data that it names, and refused with its
/// faults, the first two hundred of them. It is stored in batches, each of them one transaction with a mark of how far it came, so that a broken import goes on where it ended,
/// and a second one changes nothing.
package struct ImportStatements: Sendable {
    package struct Options: Sendable {
        /// A folder with the data of attachments, each file named by its SHA-2 hash.
        package var attachments: String?
        /// Statements whose data isn't at hand are taken without it.
        package var allowsMissingData = false
        /// The version of statements that name none, when it is from before 1.0: they are brought to 1.0.0
        /// (1.0.3 Communication, Appendix A), as are those that say so themselves.
        package var olderVersion: OlderVersion?
        /// Only look.
        package var isTrial = false

        package init() {}
    }

    /// What an import did, or would do.
    package struct Report: Sendable, Equatable {
        package var read = 0
        package var stored = 0
        package var alreadyThere = 0
        /// Lines of statements that name a person whose data was erased; they stay out (traps 25).
        package var leftOut: [Int] = []
        /// Statements that an earlier, broken import of the same file had stored.
        package var resumedAt = 0

        package init() {}
    }

    /// How far it is, for whoever waits.
    package struct Progress: Sendable {
        package enum Phase: String, Sendable { case checking, storing }

        package var phase: Phase
        package var statements: Int
        package var bytes: Int64
        package var totalBytes: Int64
    }

    static let batchSize = 500
    private let services: Services
    private let recording: RecordStatements

    package init(_ services: Services) {
        self.services = services
        recording = RecordStatements(services)
    }

    /// Reads from the disk, which blocks its thread: for commands and jobs, not for requests.
    /// - Throws: `invalid` with faults and their lines, and nothing is stored; `conflict` when meanwhile
    ///   another statement took an id, with what came before stored.
    package func run(
        file path: String, options: Options = Options(), tenant: TenantID, by actor: AuditActor,
        progress: (Progress) -> Void = { _ in }
    ) async throws -> Report {
        let check = ImportCheck(services, tenant, options)
        var digest = try await check.run(path, progress)
        // What was stored without data, or with that of another folder, is gone through again.
        if let folder = options.attachments { digest = Digest.sha256(digest + Array(folder.utf8)) }
        if let older = options.olderVersion { digest = Digest.sha256(digest + Array(older.rawValue.utf8)) }
        guard !options.isTrial else { return try await trial(path) }
        return try await store(path, digest, options, tenant, actor, progress)
    }

    private func trial(_ path: String) async throws -> Report {
        var report = Report()
        let reader = try StatementFileReader(path: path)
        while case let items = try reader.next(atMost: Self.batchSize), !items.isEmpty { report.read += items.count }
        return report
    }

    private func store(
        _ path: String, _ digest: [UInt8], _ options: Options, _ tenant: TenantID, _ actor: AuditActor,
        _ progress: (Progress) -> Void
    ) async throws -> Report {
        let reader = try StatementFileReader(path: path)
        let marks = ImportMarks(tenant)
        var report = Report()
        report.resumedAt = try await services.database.read { try marks.done(digest, in: $0) }
        while case let items = try reader.next(atMost: Self.batchSize), !items.isEmpty {
            report.read += items.count
            defer {
                progress(
                    .init(phase: .storing, statements: report.read, bytes: reader.position, totalBytes: reader.size))
            }
            guard report.read > report.resumedAt else { continue }
            let batch = ImportBatch(
                number: report.read, file: digest, items: items, attachments: options.attachments,
                olderVersion: options.olderVersion, tenant: tenant, actor: actor)
            let done = try await recording.importing(batch)
            report.stored += done.stored
            report.alreadyThere += done.alreadyThere
            report.leftOut += done.leftOut
        }
        try await services.database.write { try marks.clear(digest, in: $0) }
        return report
    }
}

/// Statements that are stored together.
struct ImportBatch: Sendable {
    /// Statements of the file up to the end of this batch.
    let number: Int
    /// SHA-256 of the file.
    let file: [UInt8]
    let items: [StatementFileReader.Item]
    /// The folder with the data.
    let attachments: String?
    let olderVersion: OlderVersion?
    let tenant: TenantID
    let actor: AuditActor
}
