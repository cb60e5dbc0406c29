/// Judges the names in a zip: each must lead to one plain file or folder below the place of unpacking (CMI-SAFE-01).
struct ZipNameCheck {
    private let limits: PackageLimits
    private var seen: [String: String] = [:]
    private var folders: Set<String> = []
    private var files: Set<String> = []

    init(limits: PackageLimits) { self.limits = limits }

    /// What is wrong with an entry's name, given the entries before it.
    mutating func faults(of entry: ZipEntry) -> [PackageFault] {
        let name = entry.name
        if let problem = shapeProblem(name, raw: entry.rawName) {
            return [PackageFault("CMI-SAFE-01", file: Self.printable(name), problem)]
        }
        if entry.isSpecial {
            return [PackageFault("CMI-SAFE-01", file: name, "Links and devices are not allowed.")]
        }
        let path = entry.isDirectory ? String(name.dropLast()) : name
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        if segments.count > limits.depth {
            return [PackageFault("CMI-SAFE-02", file: name, "Folders are nested more than \(limits.depth) deep.")]
        }
        return collision(path, segments, isFolder: entry.isDirectory)
    }

    private func shapeProblem(_ name: String, raw: [UInt8]) -> String? {
        let bytes = Array(name.utf8)
        if bytes.isEmpty { return "An entry has no name." }
        if bytes.count > limits.pathBytes { return "The path is longer than \(limits.pathBytes) bytes." }
        if raw.contains(0) { return "The name holds a NUL character." }
        if bytes.contains(where: { $0 < 32 || $0 == 127 }) { return "The name holds control characters." }
        if bytes.contains(UInt8(ascii: "\\")) { return "The name holds a backslash." }
        if bytes[0] == UInt8(ascii: "/") { return "The path is absolute." }
        if bytes.count > 1, bytes[1] == UInt8(ascii: ":") { return "The path begins with a drive letter." }
        var segments = name.split(separator: "/", omittingEmptySubsequences: false)
        if segments.last?.isEmpty == true { segments.removeLast() }
        if segments.contains("..") { return "The path leads out of the package." }
        if segments.contains(where: { $0.isEmpty || $0 == "." }) { return "The path holds an empty or dot segment." }
        if segments.contains(where: { $0.utf8.count > 255 }) { return "A name is longer than 255 bytes." }
        return nil
    }

    private mutating func collision(_ path: String, _ segments: [Substring], isFolder: Bool) -> [PackageFault] {
        let folded = path.lowercased()
        let parents = (1..<max(segments.count, 1)).map { segments[..<$0].joined(separator: "/").lowercased() }
        if let blocked = parents.first(where: files.contains) {
            return [PackageFault("CMI-SAFE-03", file: path, "\(blocked) is a file and a folder at once.")]
        }
        if isFolder ? files.contains(folded) : folders.contains(folded) {
            return [PackageFault("CMI-SAFE-03", file: path, "It is a file and a folder at once.")]
        }
        let earlier = seen.updateValue(path, forKey: folded)
        folders.formUnion(parents)
        if isFolder { folders.insert(folded) } else { files.insert(folded) }
        guard let earlier else { return [] }
        let how = earlier == path ? "is there twice" : "differs from \(earlier) in letter case only"
        return [PackageFault("CMI-SAFE-03", file: path, "The entry \(how).")]
    }

    private static func printable(_ name: String) -> String {
        String(String.UnicodeScalarView(name.unicodeScalars.prefix(200).map { $0.value < 32 ? "\u{FFFD}" : $0 }))
    }
}
