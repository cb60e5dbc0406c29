import Access
import ArgumentParser
import Content
import ContentPackages
import Database
import JSON
import Values
import Workflows

struct PackagesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "packages", abstract: "Imports and lists content packages (cmi5, xAPI).",
        discussion: "Example: lectern packages import course.zip", subcommands: [Import.self, List.self])

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Checks a package and takes it in, or names every fault.",
            discussion: "Example: lectern packages import course.zip --check --json")

        @Argument(help: "A zip with cmi5.xml or tincan.xml, or one of these files by itself.", completion: .file())
        var file: String
        @Flag(name: .customLong("check"), help: "Only look; nothing is stored.") var isTrial = false
        @Flag(help: "Name learners by an opaque address, for packages that can't read accounts.") var mbox = false
        @Option(help: "The id of the package of which the file is a new version.") var versionOf: String?
        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var tenant: TenantOption

        func run() async throws {
            var options = ImportPackage.Options()
            options.isTrial = isTrial
            options.actorForm = mbox ? .mbox : .account
            if let versionOf {
                guard let id = UUID16(versionOf) else { throw ValidationError("\(versionOf) is no package's id.") }
                options.package = id
            }
            let chosen = options
            try await withServices { services in
                let report = try await ImportPackage(services).run(
                    file: file, tenant: tenant.id, by: .commandLine, options: chosen)
                print(json ? report.node.text : report.text)
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows the packages, each with its newest version.",
            discussion: "Example: lectern packages list --json")

        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var tenant: TenantOption

        func run() async throws {
            try await withServices { services in
                let tenant = tenant.id
                let packages = try await services.database.read { try PackageStore(tenant).list(in: $0) }
                if json {
                    print(JSONNode.array(packages.map { Self.node($0.package, $0.newest) }).text)
                } else {
                    for (package, newest) in packages {
                        print(
                            "\(package.id)  \(package.kind.rawValue)  v\(newest.number) \(newest.id)  \(package.title)")
                    }
                }
            }
        }

        private static func node(_ package: StoredPackage, _ newest: PackageVersion) -> JSONNode {
            [
                "package": .string("\(package.id)"), "kind": .string(package.kind.rawValue),
                "title": .string(package.title), "publisherId": .string(package.publisherID),
                "version": .number(newest.number), "versionId": .string("\(newest.id)"), "files": .number(newest.files),
                "bytes": .number(newest.size),
            ]
        }
    }
}

extension ImportReport {
    /// For scripts.
    fileprivate var node: JSONNode {
        let items = imported?.launchable.map { item -> JSONNode in
            ["item": .string("\(item.id)"), "title": item.title.languageMap, "activityId": .string(item.activityID)]
        }
        return .compactObject([
            ("package", imported.map { .string("\($0.package.id)") }),
            ("version", imported.map { .number($0.version.number) }),
            ("versionId", imported.map { .string("\($0.version.id)") }), ("isNew", imported.map { .bool($0.isNew) }),
            ("kind", .string(kind.rawValue)), ("title", .string(title)), ("files", .number(files)),
            ("bytes", .number(size)), ("launchable", .array(launchable.map { .string($0) })),
            ("items", items.map { .array($0) }), ("warnings", .array(warnings.map { .string($0.description) })),
        ])
    }

    /// For people.
    fileprivate var text: String {
        var lines = ["\(title) (\(kind.rawValue)): \(files) files, \(size) bytes"]
        lines += launchable.map { "  opens: \($0)" }
        lines += warnings.map { "  warning: \($0)" }
        if let imported {
            let state = imported.isNew ? "imported" : "was there already"
            lines.append("\(state): package \(imported.package.id), version \(imported.version.number)")
            lines.append("version id: \(imported.version.id)")
        } else {
            lines.append("nothing was stored")
        }
        return lines.joined(separator: "\n")
    }
}
