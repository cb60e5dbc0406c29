import Foundation
import LearningRecords
import Values
import XAPI

/// The data of a file's attachments: in the folder that came with it, or here already.
final class ImportData {
    private let files: AttachmentFiles
    private let folder: String?
    private let allowsMissing: Bool
    private let tenant: TenantID
    /// What was found of the files that were looked at, nil for a good one.
    private var looked: [AttachmentHash: String?] = [:]

    init(_ services: Services, _ tenant: TenantID, _ options: ImportStatements.Options) {
        files = services.attachmentFiles
        folder = options.attachments
        allowsMissing = options.allowsMissingData
        self.tenant = tenant
    }

    /// Each file is read once, however many statements carry it; a signature is held against each of them. It blocks.
    func faults(of statement: ValidStatement, now: Instant) throws -> [String] {
        try statement.attachments.compactMap { attachment in
            guard let hash = AttachmentHash(attachment.sha2) else { return nil }
            if let path = broughtPath(of: hash), let fault = try fault(of: hash, at: path) {
                return "/attachments " + fault
            }
            if let path = broughtPath(of: hash) ?? ownPath(of: hash) {
                return try attachment.isSignature ? signatureFault(path, statement, now) : nil
            }
            if allowsMissing || attachment.fileURL != nil { return nil }
            return "/attachments the data \(attachment.sha2) isn't at hand"
        }
    }

    private func broughtPath(of hash: AttachmentHash) -> String? {
        folder.map { $0 + "/" + hash.text }.flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
    }

    private func ownPath(of hash: AttachmentHash) -> String? {
        files.size(of: hash, tenant).map { _ in files.location(of: hash, tenant) }
    }

    private func fault(of hash: AttachmentHash, at path: String) throws -> String? {
        if let known = looked[hash] { return known }
        let fault = try AttachmentFiles.matches(hash, path: path) ? nil : "the file \(hash.text) has another hash"
        looked[hash] = .some(fault)
        return fault
    }

    private func signatureFault(_ path: String, _ statement: ValidStatement, _ now: Instant) throws -> String? {
        let bytes = try AttachmentReader.whole(path: path, limit: StatementSignature.limit)
        guard case .failure(let fault) = StatementSignature.check(bytes, of: statement.value, now: now) else {
            return nil
        }
        return "/attachments the signature \(fault.message)"
    }
}
