import Access
import Cryptography
import Database
import JSON
import LearningRecords
import Values
import XAPI

extension RecordStatements {
    /// What became of a batch.
    struct ImportOutcome: Sendable {
        var stored = 0
        var alreadyThere = 0
        /// Lines.
        var leftOut: [Int] = []
    }

    /// Stores a batch of a file that was checked, with everything that follows from its statements.
    /// - Throws: `invalid` when the file changed since; `conflict`.
    func importing(_ batch: ImportBatch) async throws -> ImportOutcome {
        let all = try batch.items.map { ($0.line, try imported($0, batch.olderVersion)) }
        let (services, folder) = (services, batch.attachments)
        let statements = all.map(\.1)
        let attached = try await offPool { () -> AttachedData in
            let received = try Self.adopt(statements, from: folder, services, batch.tenant)
            let attached = try AttachedData(statements, received, now: services.world.now())
            try attached.keep(in: services.attachmentFiles, batch.tenant)
            return attached
        }
        return try await services.database.write { tx in
            try store(all, attached, batch, in: tx)
        }
    }

    private func store(
        _ all: [(line: Int, statement: IncomingStatement)], _ attached: AttachedData, _ batch: ImportBatch,
        in tx: Transaction
    ) throws -> ImportOutcome {
        let stored = try services.storedClock.start(batch.tenant, in: tx)
        var outcome = ImportOutcome()
        var admitted: [IncomingStatement] = []
        for (line, statement) in unique(all) {
            if try transaction.namesErased(statement, batch.tenant, in: tx) {
                outcome.leftOut.append(line)
            } else {
                admitted.append(statement)
            }
        }
        let outcomes = try transaction.record(admitted, tenant: batch.tenant, in: tx, stored)
        try attached.record(admitted.map(\.id), batch.tenant, in: tx, stored)
        let valid = admitted.map(\.statement)
        let news = StatementsNews(
            definitions: KnownDefinitions().unknown(in: valid, batch.tenant),
            names: try KnownNames().unknown(in: valid, batch.tenant, services.vault))
        try news.store(batch.tenant, in: tx, stored)
        outcome.stored = outcomes.count { $0 == .stored }
        outcome.alreadyThere = all.count - outcome.leftOut.count - outcome.stored
        try ImportMarks(batch.tenant).set(batch.number, batch.file, in: tx, at: stored)
        let event = AuditEvent(
            tenant: batch.tenant, actor: batch.actor, verb: "statements.import", objectKind: "statement",
            objectID: admitted.first?.id.description ?? "", count: outcome.stored)
        try AuditLog.append(event, in: tx, at: stored)
        return outcome
    }

    /// Without those that stand twice in the batch, as long as they are the same.
    private func unique(
        _ all: [(line: Int, statement: IncomingStatement)]
    ) -> [(line: Int, statement: IncomingStatement)] {
        var seen: [UUID16: [UInt8]] = [:]
        return all.filter { _, incoming in
            let form = incoming.statement.logicalForm
            if seen[incoming.id] == form { return false }
            seen[incoming.id] = form
            return true
        }
    }

    /// The authority that the statement names stays, since whoever imports answers for the file.
    private func imported(_ item: StatementFileReader.Item, _ older: OlderVersion?) throws -> IncomingStatement {
        switch ImportedStatement.read(item.bytes, older: older, homePage: services.settings.publicURL) {
        case .failure(let refusal):
            throw ServiceError(
                .invalid, "The file changed while it was read: line \(item.line).", faults: refusal.faults)
        case .success(let statement):
            let named = statement.agents.first { $0.role.part == .authority && !$0.role.isMember }
            let hasAuthority = statement.value["authority"] != nil
            return StatementsIntake.complete(
                statement, id: statement.id ?? services.world.newID(),
                authority: named?.identifier ?? services.ownAuthority, source: .client, services,
                keepsAuthority: hasAuthority)
        }
    }

    /// From the folder, or what is here already, since whoever imports may see all. What isn't at hand is left out; the check before decided whether that may be.
    private static func adopt(
        _ statements: [IncomingStatement], from folder: String?, _ services: Services, _ tenant: TenantID
    ) throws -> [ReceivedAttachment] {
        let files = services.attachmentFiles
        let hashes = Set(statements.flatMap(\.statement.attachments).compactMap { AttachmentHash($0.sha2) })
        return try hashes.compactMap { hash in
            let brought = try folder.flatMap {
                try files.adopt(hash, from: $0, as: services.world.newID().description)
            }
            return brought ?? files.readopt(hash, tenant)
        }
    }
}
