import Foundation
import Glibc
package import Values

extension AttachmentFiles {
    /// Which of the hashes some statement of the tenant carries, as far as is committed.
    package typealias Lookup = (Set<AttachmentHash>, TenantID) async throws -> Set<AttachmentHash>

    /// Removes data that no statement carries (any more), and what broken requests left.
    ///
    /// A file is moved aside before it is looked up for good, and moved back when a request brought it again meanwhile,
    /// so that nothing is lost that a statement is about to carry. Its calls block.
    /// - Parameter age: younger files may belong to a request that isn't committed yet; seconds.
    /// - Returns: how many files were removed.
    package func sweep(olderThan age: Int64, now: Instant, carried: Lookup) async throws -> Int {
        let sweep = Sweep(files: self, age: age, now: now)
        var removed = 0
        for name in Self.names(incomingFolder) { removed += try await sweep.clear(name, carried) ? 1 : 0 }
        for tenant in Self.names(root).compactMap({ Int64($0) }).map({ TenantID($0) }) {
            for part in Self.names(folder(of: tenant)) {
                removed += try await sweep.clear(part, of: tenant, carried)
            }
        }
        return removed
    }

    fileprivate static func names(_ folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }
}

private struct Sweep {
    let files: AttachmentFiles
    let age: Int64
    let now: Instant

    /// What stands among the incoming: what a request left, or what an earlier sweep had moved aside when it broke off.
    func clear(_ name: String, _ carried: AttachmentFiles.Lookup) async throws -> Bool {
        let parts = name.split(separator: "-")
        guard parts.count == 3, parts[0] == "removed", let tenant = Int64(parts[1]), let hash = AttachmentHash(parts[2])
        else {
            let path = files.incomingFolder + "/" + name
            return isOld(path) && unlink(path) == 0
        }
        return try await settle(hash, TenantID(tenant), carried)
    }

    /// The files of one folder.
    func clear(_ part: String, of tenant: TenantID, _ carried: AttachmentFiles.Lookup) async throws -> Int {
        let folder = files.folder(of: tenant) + "/" + part
        let old = AttachmentFiles.names(folder).filter { isOld(folder + "/" + $0) }
        let hashes = Set(old.compactMap { AttachmentHash($0) })
        guard !hashes.isEmpty else { return 0 }
        var removed = 0
        for hash in hashes.subtracting(try await carried(hashes, tenant)) {
            guard rename(files.location(of: hash, tenant), try aside(hash, tenant)) == 0 else { continue }
            removed += try await settle(hash, tenant, carried) ? 1 : 0
        }
        return removed
    }

    /// Removes what was moved aside, or moves it back.
    private func settle(
        _ hash: AttachmentHash, _ tenant: TenantID, _ carried: AttachmentFiles.Lookup
    ) async throws -> Bool {
        let aside = try aside(hash, tenant)
        if isOld(aside), try await carried([hash], tenant).isEmpty { return unlink(aside) == 0 }
        _ = link(aside, files.location(of: hash, tenant))
        unlink(aside)
        return false
    }

    private func aside(_ hash: AttachmentHash, _ tenant: TenantID) throws -> String {
        try files.incoming("removed-\(tenant.number)-\(hash.text)")
    }

    private func isOld(_ path: String) -> Bool {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
        return now.unixSeconds - Int64(status.st_mtim.tv_sec) >= age
    }
}
