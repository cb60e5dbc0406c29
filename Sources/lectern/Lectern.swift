import ArgumentParser
import Server

/// The one binary. Every command is a file of its own.
@main
struct Lectern: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lectern",
        abstract: "Launches courses from any LMS, records learning as xAPI, and proves, exports or erases it.",
        discussion: """
            Settings come from the environment (LECTERN_…); see docs/configuration.md.

            Example: lectern serve
            """,
        version: Release.version,
        subcommands: [
            ServeCommand.self, DemoCommand.self, PlatformsCommand.self, UsersCommand.self, CredentialsCommand.self,
            CohortsCommand.self, PackagesCommand.self, KeysCommand.self, ExportCommand.self, EraseCommand.self,
            VerifyCommand.self, CompletionsCommand.self, AuditCommand.self, ImportCommand.self, BackupCommand.self,
            RestoreCommand.self, DoctorCommand.self, BenchCommand.self,
        ])
}
