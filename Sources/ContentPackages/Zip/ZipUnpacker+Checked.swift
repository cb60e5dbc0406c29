extension ZipUnpacker {
    /// For a zip that passes every check of ``ZipCheck``.
    /// - Throws: ``PackageRefusal`` with every fault found.
    static func checked(
        _ file: borrowing ReadableFile, at path: String, limits: PackageLimits
    ) throws -> ZipUnpacker {
        let directory = try directory(of: file, limits)
        let faults = ZipCheck(limits: limits).faults(of: directory, in: file)
        guard faults.isEmpty else { throw PackageRefusal(faults) }
        return ZipUnpacker(path: path, directory: directory)
    }

    private static func directory(of file: borrowing ReadableFile, _ limits: PackageLimits) throws -> ZipDirectory {
        do { return try ZipDirectory(of: file, maximumEntries: limits.entries) } catch {
            throw PackageRefusal([fault(error, limit: limits.entries)])
        }
    }

    private static func fault(_ failure: ZipDirectory.Failure, limit: Int) -> PackageFault {
        switch failure {
        case .noEndRecord:
            PackageFault("CMI-PKG-03", "The zip is cut off: its central directory is missing.")
        case .damaged(let what):
            PackageFault("CMI-PKG-03", "The zip is damaged: \(what).")
        case .tooManyEntries(let count):
            PackageFault("CMI-SAFE-02", "The zip holds \(count) entries; \(limit) are allowed.")
        }
    }
}
