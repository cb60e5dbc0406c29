import ContentPackages
package import Exports
import Foundation
package import JOSE
package import JSON
import Values

/// Checks a signed file of the service: the report of an export, a certificate of erasure, the manifest of a privacy
/// package; and the files that it names, where they stand beside it.
package enum VerifyDocument {
    package struct Outcome: Sendable {
        package var kind: SignedDocument.Kind
        package var keyID: String
        package var document: JSONDocument
        /// Files found and as they were.
        package var intact: [String] = []
        /// Files found and altered.
        package var altered: [String] = []
        /// Files that aren't there.
        package var missing: [String] = []

        /// Everything that the document names is there, as it was.
        package var isSound: Bool { altered.isEmpty && missing.isEmpty }
    }

    /// - Parameters:
    ///   - path: of the signed JSON file, or of a zip with one.
    ///   - keys: the service's public keys, those of old days among them.
    /// - Throws: `notFound` when it can't be read, `unprocessable` with every reason why it isn't genuine.
    package static func run(file path: String, keys: JSONWebKeySet) throws -> Outcome {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw ServiceError(.notFound, "The file can't be read.")
        }
        let head = try? file.read(upToCount: 4)
        try? file.close()
        return head == Data([0x50, 0x4B, 3, 4]) ? try unpacked(path, keys) : try judged(path, keys)
    }

    private static func judged(_ path: String, _ keys: JSONWebKeySet) throws -> Outcome {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw ServiceError(.notFound, "The file can't be read.")
        }
        let verified = try VerifiedDocument(parsing: Array(bytes), keys: keys)
        var outcome = Outcome(kind: verified.kind, keyID: verified.keyID, document: verified.document)
        let folder = URL(filePath: path).deletingLastPathComponent()
        for file in ExportedFile.listed(in: verified.document) {
            let found = ExportedFile.onDisk(folder.appending(path: file.name).path, name: file.name)
            switch found?.sha256 {
            case nil: outcome.missing.append(file.name)
            case file.sha256: outcome.intact.append(file.name)
            default: outcome.altered.append(file.name)
            }
        }
        return outcome
    }

    private static func unpacked(_ path: String, _ keys: JSONWebKeySet) throws -> Outcome {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lectern-verify-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let names: [String]
        do { names = try ZipExtraction.run(path, into: folder.path, limits: .exports) } catch let refusal
            as PackageRefusal
        {
            throw ServiceError(
                .unprocessable, "The zip can't be unpacked.",
                faults: refusal.faults.map { .init($0.place, $0.message) })
        }
        guard let signed = names.first(where: { $0 == "manifest.json" || $0.hasSuffix(".report.json") }) else {
            throw ServiceError(
                .unprocessable, "The zip has neither manifest.json nor a .report.json, which are signed.")
        }
        return try judged(folder.appending(path: signed).path, keys)
    }
}

extension PackageLimits {
    /// For what the service itself packed: statements of a year, which pack well.
    fileprivate static let exports: PackageLimits = {
        var limits = PackageLimits()
        limits.totalBytes = 1 << 40
        limits.fileBytes = 1 << 40
        limits.ratio = 2_000
        return limits
    }()
}
