import ArgumentParser
import Foundation
import Server
import Values

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Everything that the service holds in one file, while it runs.",
        discussion: """
            All tables as they are at one moment, on SQLite and on PostgreSQL, the files of attachments and packages, and \
            the public halves of the signing keys. Without --with-keys the key files are left out: keep vault.key elsewhere, since whoever holds both can read \
            everything.
            Example: lectern backup /var/backups/lectern-2026-11-21.zip
            """)

    @Argument(help: "Where to write; the file mustn't be there.") var file: String
    @Flag(help: "Put the key files in, too.") var withKeys = false
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        try await tellingFaults {
            let opened = try await OpenedServices.open(try Configuration.fromEnvironment(), .finding)
            do {
                let summary = try await BackUp(opened, progress: tellProgress).run(to: file, withKeys: withKeys)
                tell(
                    json ? summary.json : "\(file): \(summary.rows) rows, \(summary.files) files, \(summary.keys) keys")
            } catch {
                await opened.close()
                throw error
            }
            await opened.close()
        }
    }
}

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Puts a backup into an empty store, on either engine.",
        discussion: """
            The service must not run. The file is checked as a whole first; nothing is ever written over. What was erased \
            after the backup was made has to be erased again. To try a backup out, serve it by \
            `lectern serve --no-workers`, or scores that waited are sent to the platforms once more.
            Example: LECTERN_DATA=/srv/lectern/data lectern restore /var/backups/lectern-2026-11-21.zip
            """)

    @Argument(help: "What `lectern backup` wrote.") var file: String
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        try await tellingFaults {
            let configuration = try Configuration.fromEnvironment()
            let summary = try await RestoreBackup(configuration, progress: tellProgress).run(from: file)
            tell(json ? summary.json : "restored: \(summary.rows) rows, \(summary.files) files, \(summary.keys) keys")
        }
    }
}

/// To standard error, so that the answer stands alone on standard output.
@Sendable private func tellProgress(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }
