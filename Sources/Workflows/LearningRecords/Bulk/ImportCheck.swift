import Cryptography
import Database
import Foundation
import JSON
import LearningRecords
import Values
import XAPI

/// Looks at every statement of a file before any is stored.
struct ImportCheck {
    /// More faults than this help nobody; the number of all is told.
    private static let faultLimit = 200
    private let services: Services
    private let tenant: TenantID
    private let options: ImportStatements.Options

    init(_ services: Services, _ tenant: TenantID, _ options: ImportStatements.Options) {
        self.services = services
        self.tenant = tenant
        self.options = options
    }

    /// - Returns: the file's SHA-256.
    /// - Throws: `invalid` with every fault and its line.
    func run(_ path: String, _ progress: (ImportStatements.Progress) -> Void) async throws -> [UInt8] {
        let reader = try StatementFileReader(path: path)
        let digest = IncrementalDigest(.sha256)
        var faults: [ServiceError.Fault] = []
        var (count, read) = (0, 0)
        while case let items = try reader.next(atMost: ImportStatements.batchSize), !items.isEmpty {
            read += items.count
            for item in items { digest.update(item.bytes + [10]) }
            let found = try await self.faults(of: items)
            count += found.count
            faults += found.prefix(Self.faultLimit - faults.count)
            progress(.init(phase: .checking, statements: read, bytes: reader.position, totalBytes: reader.size))
        }
        guard count == 0 else {
            throw ServiceError(
                .invalid, "The file has \(count) fault(s); nothing was stored.", faults: faults)
        }
        return digest.finish()
    }

    private func faults(of items: [StatementFileReader.Item]) async throws -> [ServiceError.Fault] {
        var faults: [(line: Int, message: String)] = []
        var good: [(line: Int, statement: ValidStatement)] = []
        for item in items {
            switch ImportedStatement.read(item.bytes) {
            case .success(let statement): good.append((item.line, statement))
            case .failure(let refusal): faults += refusal.faults.map { (item.line, "\($0.place) \($0.message)") }
            }
        }
        faults += try await conflicts(good)
        faults += missingData(good)
        return faults.sorted { $0.line < $1.line }.map { .init("line \($0.line)", $0.message) }
    }

    private func conflicts(
        _ statements: [(line: Int, statement: ValidStatement)]
    ) async throws -> [(line: Int, message: String)] {
        let store = services.statements(of: tenant)
        return try await services.database.read { tx in
            let known = try store.digests(of: statements.compactMap(\.statement.id), in: tx)
            return statements.compactMap { line, statement in
                guard let id = statement.id, let digest = known[id],
                    digest != Array(Digest.sha256(statement.logicalForm).prefix(16))
                else { return nil }
                return (line, "/id another statement has the id \(id) already")
            }
        }
    }

    private func missingData(
        _ statements: [(line: Int, statement: ValidStatement)]
    ) -> [(line: Int, message: String)] {
        guard !options.allowsMissingData else { return [] }
        return statements.flatMap { line, statement in
            statement.attachments.filter { $0.fileURL == nil && !isAtHand($0.sha2) }
                .map { (line, "/attachments the data \($0.sha2) isn't at hand") }
        }
    }

    private func isAtHand(_ sha2: String) -> Bool {
        guard let hash = AttachmentHash(sha2) else { return false }
        if let folder = options.attachments, FileManager.default.fileExists(atPath: folder + "/" + hash.text) {
            return true
        }
        return services.attachmentFiles.size(of: hash, tenant) != nil
    }
}

/// A statement of a file, by the rules of the version that it says it is of.
enum ImportedStatement {
    static func read(_ bytes: [UInt8]) -> Result<ValidStatement, StatementRefusal> {
        let value: JSONValue
        do { value = try JSONDocument(parsing: bytes).root } catch {
            return .failure(StatementRefusal([.init("", "isn't JSON: \(error.message)")]))
        }
        let version = value["version"]?.string.flatMap(VersionHeader.line) ?? .v1
        return StatementReader.read(value, version: version).flatMap { statement in
            guard statement.id != nil else { return .failure(StatementRefusal([.init("/id", "is missing")])) }
            return .success(statement)
        }
    }
}
