import Cryptography

/// A file that someone gave us, of which nothing is known yet.
public struct UploadedPackage: Sendable {
    /// How strictly it is judged.
    public struct Policy: Sendable {
        public var limits = PackageLimits.standard
        /// Whether a `tincan.xml` may launch content on another host (CMI-TC-08); false.
        public var allowsExternalLaunch = false

        public init() {}
    }

    /// Where it lies on disk.
    public let path: String

    public init(path: String) { self.path = path }

    /// Judges the package as a whole and reads its manifest; nothing is unpacked yet.
    /// - Throws: ``PackageRefusal`` with every fault found, or ``FileFailure`` when the file itself can't be read.
    public func check(_ policy: Policy = Policy()) throws -> CheckedPackage {
        let file = try ReadableFile(path: path)
        let head = file.bytes(at: 0, count: Int(min(file.size, 64))) ?? []
        if head.starts(with: [0x50, 0x4B]) { return try ZipPackageCheck(path: path, policy: policy).run(file) }
        if Self.looksLikeXML(head) { return try checkDocument(file, policy) }
        throw PackageRefusal([
            PackageFault("CMI-PKG-02", "The file is neither a zip nor an XML document.")
        ])
    }

    /// SHA-256 of the file, by which the very same upload is known again.
    public func digest() throws -> [UInt8] {
        let file = try ReadableFile(path: path)
        let digest = IncrementalDigest()
        var offset: Int64 = 0
        while offset < file.size {
            let size = Int(min(1 << 20, file.size - offset))
            guard let piece = file.bytes(at: offset, count: size) else { throw FileFailure.last("read", path) }
            digest.update(piece)
            offset += Int64(size)
        }
        return digest.finish()
    }

    private func checkDocument(_ file: borrowing ReadableFile, _ policy: Policy) throws -> CheckedPackage {
        guard file.size <= policy.limits.manifestBytes, let bytes = file.bytes(at: 0, count: Int(file.size)) else {
            throw PackageRefusal([PackageFault("CMI-SAFE-02", "The document is too large.")])
        }
        let read = try Manifest.read(bytes, fileName: nil, files: nil, policy: policy)
        return CheckedPackage(
            content: read.content, warnings: read.warnings,
            files: [.init(path: read.fileName, size: file.size)], source: .document(bytes, named: read.fileName))
    }

    private static func looksLikeXML(_ head: [UInt8]) -> Bool {
        if head.starts(with: [0xFE, 0xFF]) || head.starts(with: [0xFF, 0xFE]) { return true }
        let text = head.starts(with: [0xEF, 0xBB, 0xBF]) ? head.dropFirst(3) : head[...]
        return text.first { ![32, 9, 10, 13].contains($0) } == UInt8(ascii: "<")
    }
}
