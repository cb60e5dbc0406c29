/// A package that passed every check: its manifest is read, and its files can be unpacked safely.
public struct CheckedPackage: Sendable {
    public enum Content: Sendable, Equatable {
        case cmi5(CourseStructure)
        case tincan(TinCanCourse)
    }

    public struct File: Sendable, Equatable {
        /// Relative to the manifest's folder.
        public var path: String
        public var size: Int64
    }

    enum Source: Sendable {
        case document([UInt8], named: String)
        /// `root` is the manifest's folder inside the zip: empty, or ending in `/`.
        case zip(ZipUnpacker, root: String)
    }

    public let content: Content
    /// What is odd, but not refused.
    public let warnings: [PackageFault]
    /// The files, without folders.
    public let files: [File]
    let source: Source

    /// Bytes of all files.
    public var size: Int64 { files.reduce(0) { $0 + $1.size } }

    /// Writes the files into a folder that is new and empty, and returns once they are on disk.
    /// - Throws: ``PackageRefusal`` when the data turn out damaged or larger than said, ``FileFailure`` when the disk
    ///   doesn't take them. The folder is then the caller's to remove.
    public func unpack(into folder: String) throws {
        switch source {
        case .document(let bytes, let name):
            let file = try NewFile(path: folder + "/" + name)
            try bytes.withUnsafeBytes { try file.write($0) }
            try file.synchronize()
        case .zip(let unpacker, let root):
            do { try unpacker.unpack(root: root, into: folder) } catch let failure as ZipUnpacker.Failure {
                throw PackageRefusal([PackageFault("CMI-PKG-03", file: failure.file, failure.message)])
            }
        }
    }
}
