import Cryptography
import Database
import DemoData
import DemoJourney
import DemoLMS
import Foundation
import ServiceWorld
import TestWorld
import Testing
import Values

@Suite("A roster of ten thousand", .serialized)
struct LargeRosterTests {
    private static let members = 10_000
    /// MiB above what the service takes with everything else done.
    private static let allowance = 96

    @Test("LTI-NRPS-19: ten thousand members come in by pages, in bounded memory")
    func memory() async throws {
        try await ServiceApart.with(.sqlite) { service in
            for number in 1...Self.members - 4 {
                await service.lms.add(
                    DemoPerson(
                        id: "many-\(number)", givenName: "Many", familyName: "Number \(number)",
                        email: "many-\(number)@demo.example"))
            }
            try await service.start()
            _ = try await LearnerVisit(lms: service.place.lmsURL, world: .system).launch("tides", as: "u-1001")
            let before = try #require(service.process.memoryPeak)
            _ = try await LearnerVisit(lms: service.place.lmsURL, world: .system).launch("tides", as: "u-2001")
            try await untilRead(service)
            let after = try #require(service.process.memoryPeak)
            service.process.stop()
            let counts = try await service.inspect { tx in
                (
                    try tx.row("select count(*) from enrolment")?.int(0),
                    try tx.row("select count(*) from roster_member where standing = 'learner'")?.int(0)
                )
            }
            #expect(counts.0 == Int64(Self.members) && counts.1 == Int64(Self.members))
            #expect(after - before < Self.allowance, "\(before) MiB before, \(after) MiB after")
        }
    }

    private func untilRead(_ service: ServiceApart) async throws {
        let admin = BrowserClient()
        let page = try await admin.get(service.place.publicURL + "/admin/sign-in")
        _ = try await admin.submit(
            page.form(to: "sign-in"),
            adding: [("login", DemoTenant.administrator.login), ("password", DemoTenant.administrator.password)])
        let deadline = ContinuousClock.now + .seconds(400)
        while ContinuousClock.now < deadline {
            let log = try await admin.get(service.place.publicURL + "/admin/audit?verb=roster.read").text
            if log.contains("<code>roster.read</code>") || log.contains(">roster.read<") { return }
            try await Task.sleep(for: .milliseconds(500))
        }
        throw BrowserClient.Failure(description: "the roster was never read")
    }
}

extension ServiceProcess {
    /// The most memory that the process ever had, in MiB; nil when it isn't there.
    var memoryPeak: Int? {
        guard let id = processID, let text = try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8) else {
            return nil
        }
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line.flatMap { Int($0.filter(\.isNumber)) }.map { $0 / 1_024 }
    }
}
