import Configuration
import Foundation
import Server
import TestWorld
import Testing
import Values

@Suite struct ConfigurationTests {
    private func read(_ variables: [String: String]) throws -> Server.Configuration {
        try Server.Configuration.read(
            ConfigReader(provider: EnvironmentVariablesProvider(environmentVariables: variables)))
    }

    private func faults(_ variables: [String: String]) -> [String] {
        do {
            _ = try read(variables)
            return []
        } catch let error as ServiceError {
            return error.faults.map(\.place)
        } catch { return ["another error: \(error)"] }
    }

    @Test("An empty environment gives the documented defaults")
    func defaults() throws {
        let configuration = try read([:])
        #expect(configuration.address.description == "127.0.0.1:8080")
        #expect(configuration.publicURL == "http://localhost:8080")
        #expect(configuration.contentURL == "http://content.localhost:8081")
        #expect(configuration.databaseURL == nil)
    }

    @Test("Every fault is reported, not only the first")
    func allFaults() {
        let found = faults([
            "LECTERN_ADDRESS": "nowhere", "LECTERN_PUBLIC_URL": "ftp://x", "LECTERN_LOG_LEVEL": "loud",
            "LECTERN_TLS_CERT": "/nonexistent",
        ])
        #expect(
            found == [
                "LECTERN_ADDRESS", "LECTERN_PUBLIC_URL", "LECTERN_LOG_LEVEL", "LECTERN_TLS_CERT", "LECTERN_TLS_CERT",
            ])
    }

    @Test(
        "Content on the service's own host name is refused, whatever the port",
        arguments: [
            "http://localhost:8081", "http://LOCALHOST:9", "https://localhost",
        ])
    func sameHost(content: String) {
        #expect(faults(["LECTERN_CONTENT_URL": content]) == ["LECTERN_CONTENT_URL"])
    }

    @Test("Plain http on an address that isn't loopback needs an explicit word")
    func plainHTTP() {
        #expect(faults(["LECTERN_ADDRESS": "0.0.0.0:8080"]) == ["LECTERN_ADDRESS"])
        #expect(faults(["LECTERN_ADDRESS": "0.0.0.0:8080", "LECTERN_ALLOW_PLAIN_HTTP": "true"]) == [])
        #expect(faults(["LECTERN_ADDRESS": "[::1]:8080"]) == [])
    }

    @Test("A proxy that is neither an address nor a network is told by its place in the list")
    func trustedProxies() throws {
        let good = try read(["LECTERN_TRUSTED_PROXIES": "192.0.2.7, 10.0.0.0/8,fd00::/8,"])
        #expect(good.trustedProxies == ["192.0.2.7", "10.0.0.0/8", "fd00::/8"])
        for wrong in ["proxy.example", "10.0.0.0/33", "10.0.0.0/", "10.0.0/8", "192.0.2.7:80", "fd00::/x"] {
            let error = #expect(throws: ServiceError.self) {
                try read(["LECTERN_TRUSTED_PROXIES": "192.0.2.7, \(wrong)"])
            }
            #expect(error?.faults.map(\.place) == ["LECTERN_TRUSTED_PROXIES"], "\(wrong)")
            #expect(error?.faults.first?.message.hasPrefix("entry 2 ") == true, "\(wrong)")
        }
    }

    @Test("Packages have labels of their own unless the configuration says otherwise")
    func contentLabels() throws {
        #expect(try read([:]).usesContentLabels)
        #expect(try !read(["LECTERN_CONTENT_LABELS": "false"]).usesContentLabels)
        #expect(faults(["LECTERN_CONTENT_LABELS": "no"]) == ["LECTERN_CONTENT_LABELS"])
    }

    @Test("A file of trusted certificates has to be there and to hold some")
    func trustedCertificates() async throws {
        #expect(faults(["LECTERN_TRUSTED_CERTIFICATES": "/nonexistent"]) == ["LECTERN_TRUSTED_CERTIFICATES"])
        let folder = TemporaryFolder()
        var configuration = try read(["LECTERN_DATA": folder.path + "/data", "LECTERN_KEYS": folder.path + "/keys"])
        configuration.trustedCertificates = folder.path + "/authority.pem"
        try Data("no certificate".utf8).write(to: URL(filePath: folder.path + "/authority.pem"))
        let wrong = await #expect(throws: ServiceError.self) { try await OpenedServices.open(configuration) }
        #expect(wrong?.message.contains("LECTERN_TRUSTED_CERTIFICATES") == true)
        try Data(TestAuthority.authority.utf8).write(to: URL(filePath: folder.path + "/authority.pem"))
        await (try OpenedServices.open(configuration)).close()
    }

    @Test("A secret comes from a file when the variable with _FILE names one, and shows in no fault")
    func secretFile() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try Data("postgres://u:p@h/d\n".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let configuration = try read(["LECTERN_DATABASE_URL_FILE": file.path])
        #expect(configuration.databaseURL?.reveal() == "postgres://u:p@h/d")
        let error = #expect(throws: ServiceError.self) { try read(["LECTERN_DATABASE_URL": "mysql://u:hunter2@h/d"]) }
        #expect(error.map { "\($0)".contains("hunter2") } == false)
    }

    @Test("The table in the docs is the list of settings")
    func documented() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../docs/configuration.md").standardized
        let rows = try String(contentsOf: page, encoding: .utf8).split(separator: "\n")
            .filter { $0.hasPrefix("| `LECTERN_") }.map(String.init)
        #expect(rows == Setting.all.map { "| `\($0.variable)` | \($0.byDefault) | \($0.meaning) |" })
    }
}
