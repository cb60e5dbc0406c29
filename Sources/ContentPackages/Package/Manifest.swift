/// Reads either manifest from its bytes.
enum Manifest {
    static let cmi5 = "cmi5.xml"
    static let tincan = "tincan.xml"

    struct Read {
        var content: CheckedPackage.Content
        var fileName: String
        var warnings: [PackageFault]
    }

    /// - Parameters:
    ///   - fileName: the manifest's path in the package; nil for a bare document, which is told by its root element.
    ///   - files: relative to the manifest's folder; nil for a bare document.
    static func read(
        _ bytes: [UInt8], fileName: String?, files: Set<String>?, policy: UploadedPackage.Policy
    ) throws
        -> Read
    {
        let root: XMLElement
        do { root = try XMLParser.parse(bytes) } catch {
            let rule = error.message.contains("DOCTYPE") ? "CMI-XSD-15" : "CMI-XSD-01"
            throw PackageRefusal([PackageFault(rule, file: fileName ?? "", line: error.line, error.message)])
        }
        let name = fileName ?? (root.name == "tincan" ? tincan : cmi5)
        return name.hasSuffix(tincan)
            ? try readTinCan(root, name, files, policy) : try readCMI5(root, name, files)
    }

    private static func readCMI5(_ root: XMLElement, _ name: String, _ files: Set<String>?) throws -> Read {
        var reader = CourseStructureReader(fileName: name, files: files)
        guard let structure = reader.read(root) else { throw PackageRefusal(reader.context.faults) }
        return Read(content: .cmi5(structure), fileName: name, warnings: reader.context.faults)
    }

    private static func readTinCan(
        _ root: XMLElement, _ name: String, _ files: Set<String>?, _ policy: UploadedPackage.Policy
    ) throws -> Read {
        var reader = TinCanReader(
            fileName: name, files: files, allowsExternalLaunch: policy.allowsExternalLaunch)
        guard let course = reader.read(root) else { throw PackageRefusal(reader.context.faults) }
        return Read(content: .tincan(course), fileName: name, warnings: reader.context.faults)
    }
}
