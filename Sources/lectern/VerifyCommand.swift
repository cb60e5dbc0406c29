import Access
import ArgumentParser
import Exports
import Foundation
import JOSE
import JSON
import Values
import Workflows

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Checks a signed export report, privacy manifest or certificate of erasure, and the files it names.",
        discussion: """
            The keys are the service's own, or those of a JWKS file, for which no service is needed. The exit code is 1 when \
            anything isn't genuine, was altered, or isn't there.

            Example: lectern verify erasure-certificate.json
            Example: lectern verify privacy-package.zip
            Example: lectern verify completions.report.json --keys jwks.json
            """)

    @Argument(
        help: "The signed JSON file, beside which the files that it names are looked for; or a zip of all of them.")
    var file: String
    @Option(help: "A file with the service's public keys (JWKS).") var keys: String?
    @Flag(help: "Take it as sound when files that it names aren't there.") var allowMissing = false
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        if let keys {
            try await tellingFaults {
                guard let bytes = FileManager.default.contents(atPath: keys) else {
                    throw ServiceError(.notFound, "The file of keys can't be read.")
                }
                try check(against: try JSONWebKeySet(parsing: Array(bytes)))
            }
        } else {
            try await withServices { try check(against: try $0.keyring.keysEver) }
        }
    }

    private func check(against keys: JSONWebKeySet) throws {
        let outcome = try VerifyDocument.run(file: file, keys: keys)
        let isSound = outcome.isSound || allowMissing && outcome.altered.isEmpty
        print(json ? outcome.node(isSound: isSound).text : outcome.text)
        guard isSound else { throw ExitCode.failure }
    }
}

extension VerifyDocument.Outcome {
    fileprivate var text: String {
        var lines = ["genuine: \(kind), signed by key \(keyID)"]
        lines += intact.map { "intact   \($0)" } + missing.map { "MISSING  \($0)" } + altered.map { "ALTERED  \($0)" }
        return lines.joined(separator: "\n")
    }

    fileprivate func node(isSound: Bool) -> JSONNode {
        func names(_ list: [String]) -> JSONNode { .array(list.map { .string($0) }) }
        return [
            "genuine": true, "sound": .bool(isSound), "kind": .string(kind.rawValue), "keyID": .string(keyID),
            "intact": names(intact), "altered": names(altered), "missing": names(missing),
            "document": document.root.node,
        ]
    }
}
