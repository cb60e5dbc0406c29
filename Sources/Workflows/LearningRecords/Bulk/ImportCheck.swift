import Cryptography
import Database
import LearningRecords
import Values
import XAPI

/// Looks at every statement of a file, and at its data, before any is stored.
struct ImportCheck {
    /// More faults than this help nobody; the number of all is told.
    static let faultLimit = 200
    private let services: Services
    private let tenant: TenantID
    private let options: ImportStatements.Options

    init(_ services: Services, _ tenant: TenantID, _ options: ImportStatements.Options) {
        self.services = services
        self.tenant = tenant
        self.options = options
    }

    /// - Returns: the file's SHA-256.
    /// - Throws: `invalid` with the faults and their lines.
    func run(_ path: String, _ progress: (ImportStatements.Progress) -> Void) async throws -> [UInt8] {
        let reader = try StatementFileReader(path: path)
        let digest = IncrementalDigest(.sha256)
        let (ids, data) = (try ImportIDs(name: "\(services.world.newID())"), ImportData(services, tenant, options))
        var (faults, read) = (Faults(), 0)
        while case let items = try reader.next(atMost: ImportStatements.batchSize), !items.isEmpty {
            read += items.count
            for item in items { digest.update(item.bytes + [10]) }
            for fault in try await self.faults(of: items, ids, data) { faults.add(fault.line, fault.message) }
            progress(.init(phase: .checking, statements: read, bytes: reader.position, totalBytes: reader.size))
        }
        for clash in try ids.clashes() {
            faults.add(clash.line, "/id line \(clash.first) has another statement with the id \(clash.id)")
        }
        if let refusal = faults.refusal { throw refusal }
        return digest.finish()
    }

    private func faults(
        of items: [StatementFileReader.Item], _ ids: ImportIDs, _ data: ImportData
    ) async throws -> [(line: Int, message: String)] {
        var faults: [(line: Int, message: String)] = []
        var good: [Checked] = []
        let now = services.world.now()
        for item in items {
            switch ImportedStatement.read(
                item.bytes, older: options.olderVersion, homePage: services.settings.publicURL)
            {
            case .failure(let refusal): faults += refusal.faults.map { (item.line, "\($0.place) \($0.message)") }
            case .success(let statement):
                let checked = Checked(line: item.line, statement: statement)
                if let id = statement.id { try ids.add(id, digest: checked.digest, line: item.line) }
                faults += try data.faults(of: statement, now: now).map { (item.line, $0) }
                good.append(checked)
            }
        }
        return (faults + (try await conflicts(good))).sorted { $0.line < $1.line }
    }

    private struct Checked: Sendable {
        let line: Int
        let statement: ValidStatement
        let digest: [UInt8]

        init(line: Int, statement: ValidStatement) {
            self.line = line
            self.statement = statement
            digest = Array(Digest.sha256(statement.logicalForm).prefix(16))
        }
    }

    private func conflicts(_ statements: [Checked]) async throws -> [(line: Int, message: String)] {
        let store = services.statements(of: tenant)
        return try await services.database.read { tx in
            let known = try store.digests(of: statements.compactMap(\.statement.id), in: tx)
            return statements.compactMap { checked in
                guard let id = checked.statement.id, let digest = known[id], digest != checked.digest else {
                    return nil
                }
                return (checked.line, "/id another statement has the id \(id) already")
            }
        }
    }
}

/// The faults of a file, as many as are listed.
private struct Faults {
    private var listed: [(line: Int, message: String)] = []
    private var count = 0

    mutating func add(_ line: Int, _ message: String) {
        count += 1
        if listed.count < ImportCheck.faultLimit { listed.append((line, message)) }
    }

    /// Nil when there is none.
    var refusal: ServiceError? {
        guard count > 0 else { return nil }
        let part = count > listed.count ? ", of which the first \(listed.count) are listed" : ""
        return ServiceError(
            .invalid, "The file has \(count) fault(s)\(part); nothing was stored.",
            faults: listed.sorted { $0.line < $1.line }.map { .init("line \($0.line)", $0.message) })
    }
}
