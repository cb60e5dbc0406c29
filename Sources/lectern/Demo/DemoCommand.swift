import ArgumentParser
import DemoData
import DemoLMS
import Foundation
import Logging
import Server
import ServiceLifecycle
import Values

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Runs the service with demo data beside a demo LMS, or walks the whole journey.",
        discussion: """
            Without --walk it serves until it is stopped and prints where to go. With --walk it does the journey by itself
            over HTTP, on fresh data, prints a line a step, and leaves the exported files in DIR; the exit code is 0 only
            if every step held, and no LECTERN_… variable counts.

            Its users have passwords that everybody knows, so a store that holds other records is refused.

            Example: lectern demo --walk --out /tmp/evidence
            """)

    @Flag(help: "Walk the journey instead of serving.") var walk = false
    @Option(help: "Where the walk leaves its files.") var out = "demo-evidence"
    @Option(help: "Behave like: \(PlatformProfile.all.map(\.name).joined(separator: ", ")).") var profile = "strict"
    @Option(help: "Port of the demo LMS at 127.0.0.1.") var lmsPort = 8090

    func validate() throws {
        guard PlatformProfile.named(profile) != nil else {
            throw ValidationError("there is no profile “\(profile)”")
        }
    }

    func run() async throws {
        try await tellingFaults {
            guard let profile = PlatformProfile.named(profile) else { return }
            if walk { try await Walk.run(out: out, profile: profile) } else { try await serve(profile) }
        }
    }

    private func serve(_ profile: PlatformProfile) async throws {
        var settings = try Configuration.fromEnvironment()
        settings.allowPrivateAddresses = true
        let (logger, metrics) = Observability.bootstrap(settings)
        let stage = try await DemoStage.open(settings, profile: profile, lmsPort: lmsPort)
        let publicURL = settings.publicURL
        let group = try stage.group(logger: logger, metrics: metrics, stopsOnSignals: true) {
            tell(
                """

                The demo LMS, to begin with:   \(stage.lmsURL)/
                The service:                   \(publicURL)/
                Administration:                \(publicURL)/admin/   \(DemoTenant.administrator.login) / \
                \(DemoTenant.administrator.password)
                Second approver of erasures:   \(DemoTenant.privacyOfficer.login) / \
                \(DemoTenant.privacyOfficer.password)

                Use Chromium or Firefox: Safari keeps no secure cookies for names under localhost. Ctrl-C ends all.
                """)
        }
        try await group.run()
        await stage.opened.close()
    }
}
