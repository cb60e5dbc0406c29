import OutboundHTTP
import Server
import TestWorld
import Testing
import Values

@Suite struct DoctorTests {
    @Test(
        "Host labels without a wildcard name are a fault, since no lesson would open; one host for all is a warning",
        arguments: [(true, true, "ok"), (true, false, "fault"), (false, true, "warning"), (false, false, "warning")])
    func labels(hasLabels: Bool, isWild: Bool, level: String) async throws {
        let address = try #require(IPAddress("192.0.2.1"))
        let resolution = NameResolution { host in host.hasPrefix("doctor.") && !isWild ? [] : [address] }
        let folder = TemporaryFolder()
        defer { folder.remove() }
        var configuration = Configuration()
        (configuration.dataFolder, configuration.keysFolder) = (folder.path + "/data", folder.path + "/keys")
        configuration.publicURL = "https://learn.example"
        configuration.contentURL = "https://content.example"
        configuration.usesContentLabels = hasLabels
        let given = configuration
        let findings = await Doctor(resolution: resolution).run { () throws(ServiceError) in given }
        let finding = try #require(findings.first { $0.subject == "content host" })
        #expect(finding.level.rawValue == level)
        #expect(finding.text.contains("LECTERN_CONTENT_LABELS") == (level != "ok"))
    }
}
