package import ContentPackages
import Foundation
import Values

/// The unpacked packages on disk: one folder a version under `<data>/packages/`, named by its label.
///
/// A folder appears whole or not at all: it is filled beside its place, written through to the disk, and renamed.
package struct PackageFiles: Sendable {
    private let root: String

    /// - Parameter dataFolder: `LECTERN_DATA`; on several nodes a shared volume.
    package init(dataFolder: String) { root = dataFolder + "/packages" }

    /// Unpacks a package to its place.
    /// - Throws: ``PackageRefusal`` for damaged data; `unavailable` when the disk is full. Nothing is left behind.
    package func store(_ package: CheckedPackage, label: String) throws {
        let incoming = root + "/.incoming-" + label
        try FileManager.default.createDirectory(atPath: incoming, withIntermediateDirectories: true)
        do {
            try package.unpack(into: incoming)
            try FileManager.default.moveItem(atPath: incoming, toPath: root + "/" + label)
        } catch {
            try? FileManager.default.removeItem(atPath: incoming)
            throw Self.translated(error)
        }
    }

    /// Where a file of a version lies; nil for a path that isn't plain. Whether it is there, its opening tells.
    /// - Parameter path: decoded, relative, with `/` between folders.
    package func location(of path: String, label: String) -> String? {
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        let isPlain = segments.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
        guard isPlain, !path.utf8.contains(0), !path.utf8.contains(UInt8(ascii: "\\")) else { return nil }
        return root + "/" + label + "/" + path
    }

    /// Bytes of a plain file; nil for what isn't one.
    package func size(of location: String) -> Int64? {
        var status = stat()
        guard lstat(location, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int64(status.st_size)
    }

    package func remove(label: String) throws {
        let path = root + "/" + label
        guard FileManager.default.fileExists(atPath: path) else { return }
        try FileManager.default.removeItem(atPath: path)
    }

    /// Removes what a crash left: folders half filled, and folders whose import was never recorded.
    /// - Parameters:
    ///   - known: the labels of all recorded versions.
    ///   - age: younger folders may belong to an import that is still running; seconds.
    package func sweep(known: Set<String>, olderThan age: Double = 3_600) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        for name in names where !known.contains(name) {
            let path = root + "/" + name
            let changed = (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date
            guard let changed, -changed.timeIntervalSinceNow >= age else { continue }
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    private static func translated(_ error: any Error) -> any Error {
        let isFull =
            (error as? FileFailure)?.isOutOfSpace == true || (error as? CocoaError)?.code == .fileWriteOutOfSpace
        guard isFull else { return error }
        return ServiceError(.unavailable, "The disk is full.", cause: "\(error)", retryAfter: 60)
    }
}
