/// The way from a zip on disk to a ``CheckedPackage``.
struct ZipPackageCheck {
    let path: String
    let policy: UploadedPackage.Policy

    func run(_ file: borrowing ReadableFile) throws -> CheckedPackage {
        let unpacker = try ZipUnpacker.checked(file, at: path, limits: policy.limits)
        let directory = unpacker.directory
        let names = directory.entries.filter { !$0.isDirectory }.map(\.name)
        let place = try ManifestPlace.find(in: names)
        let bytes = try contents(of: place.path, unpacker)
        let files = directory.entries.filter { !$0.isDirectory && $0.name.hasPrefix(place.root) }.map {
            CheckedPackage.File(path: String($0.name.dropFirst(place.root.count)), size: $0.size)
        }
        let read = try Manifest.read(bytes, fileName: place.path, files: Set(files.map(\.path)), policy: policy)
        return CheckedPackage(
            content: read.content, warnings: place.warnings + read.warnings, files: files,
            source: .zip(unpacker, root: place.root))
    }

    private func contents(of name: String, _ unpacker: ZipUnpacker) throws -> [UInt8] {
        do {
            return try unpacker.contents(of: name, limit: policy.limits.manifestBytes) ?? []
        } catch let failure as ZipUnpacker.Failure {
            throw PackageRefusal([PackageFault("CMI-PKG-03", file: failure.file, failure.message)])
        }
    }
}

/// Where the manifest stands in a zip (CMI-PKG-04, CMI-TC-01, CMI-TC-02).
struct ManifestPlace {
    var path: String
    /// Its folder: empty, or ending in `/`.
    var root: String
    var warnings: [PackageFault] = []

    static func find(in names: [String]) throws -> ManifestPlace {
        if names.contains(Manifest.cmi5) { return ManifestPlace(path: Manifest.cmi5, root: "") }
        let tincans = names.filter { !isJunk($0) && ($0 == Manifest.tincan || $0.hasSuffix("/" + Manifest.tincan)) }
        if tincans.count > 1 {
            throw PackageRefusal(
                tincans.map { PackageFault("CMI-TC-01", file: $0, "A package holds exactly one tincan.xml.") })
        }
        if let path = tincans.first { return try tincan(at: path, names) }
        throw PackageRefusal([missing(names)])
    }

    private static func tincan(at path: String, _ names: [String]) throws -> ManifestPlace {
        let root = String(path.dropLast(Manifest.tincan.count))
        let strays = names.filter { !$0.hasPrefix(root) }
        let refused = strays.filter { !isJunk($0) }
        if !refused.isEmpty {
            throw PackageRefusal(
                refused.prefix(20).map { PackageFault("CMI-TC-02", file: $0, "It lies outside the folder \(root).") })
        }
        var place = ManifestPlace(path: path, root: root)
        if !strays.isEmpty {
            place.warnings = [
                PackageFault(
                    "CMI-TC-02", severity: .warning, "\(strays.count) files of the packing system were left out.")
            ]
        }
        return place
    }

    /// What macOS and Windows leave in zips.
    private static func isJunk(_ name: String) -> Bool {
        name.hasPrefix("__MACOSX/") || [".DS_Store", "Thumbs.db"].contains { name == $0 || name.hasSuffix("/" + $0) }
    }

    private static func missing(_ names: [String]) -> PackageFault {
        let nested = names.first { $0.lowercased() == Manifest.cmi5 || $0.lowercased().hasSuffix("/" + Manifest.cmi5) }
        if let nested {
            let text = "cmi5.xml must stand in the zip's root with exactly this name; pack the contents of its folder."
            return PackageFault("CMI-PKG-04", file: nested, text)
        }
        if names.contains("imsmanifest.xml") {
            return PackageFault("CMI-PKG-02", file: "imsmanifest.xml", "SCORM packages can't be imported yet.")
        }
        return PackageFault("CMI-PKG-04", "The zip holds neither cmi5.xml nor tincan.xml.")
    }
}
