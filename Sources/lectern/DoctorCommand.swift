import ArgumentParser
import Foundation
import Server
import Values

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Looks at the whole installation and says what to do about each fault.",
        discussion: """
            Settings, folders, room on the disk, keys, database and its clock, addresses, certificates, platforms, \
            deliveries. Nothing is changed. The exit code is 1 when something is at fault; warnings are none.
            Example: lectern doctor --json
            """)

    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let findings = await Doctor().run { () throws(ServiceError) in try Configuration.fromEnvironment() }
        if json {
            tell(Finding.json(findings))
        } else {
            for finding in findings {
                let mark = finding.level == .good ? "ok     " : finding.level == .warning ? "warning" : "FAULT  "
                tell("\(mark)  \(finding.subject): \(finding.text)")
            }
        }
        if findings.contains(where: { $0.level == .fault }) { throw ExitCode.failure }
    }
}
