/// Unpacks a zip that isn't a course, as an export, with the same distrust.
public enum ZipExtraction {
    /// - Parameter folder: new and empty.
    /// - Returns: the paths of the files, in the zip's order.
    /// - Throws: ``PackageRefusal`` with every fault found, or ``FileFailure`` when a file can't be read or written.
    public static func run(
        _ path: String, into folder: String, limits: PackageLimits = .standard
    ) throws -> [String] {
        let file = try ReadableFile(path: path)
        let unpacker = try ZipUnpacker.checked(file, at: path, limits: limits)
        do { try unpacker.unpack(root: "", into: folder) } catch let failure as ZipUnpacker.Failure {
            throw PackageRefusal([PackageFault("CMI-PKG-03", file: failure.file, failure.message)])
        }
        return unpacker.directory.entries.filter { !$0.isDirectory }.map(\.name)
    }
}
