import DemoJourney
import DemoLMS
import Foundation
import Server
import ServiceWorld
import TestWorld
import Testing
import Values

@Suite("A platform's configuration is a stranger's address", .serialized)
struct ConfigurationReadingTests {
    @Test("LTI-DR-05: addresses within the network are refused without a request, whatever would answer there")
    func refused() async throws {
        for allowed in [true, false] {
            try await Self.withTrust(allowsPrivate: allowed) { service in
                try await SecureDouble.with(Array(#"{"issuer":"https://lms.example"}"#.utf8)) { inside in
                    let page = try await Self.open(inside.url, service)
                    #expect(page.forms.isEmpty)
                    #expect(page.status == (allowed ? 422 : 502) && inside.answered.count == (allowed ? 1 : 0))
                    guard !allowed else { return }
                    let port = try #require(inside.url.split(separator: ":").last?.split(separator: "/").first)
                    for host in ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"] {
                        let page = try await Self.open("https://\(host):\(port)/jwks.json", service)
                        #expect([400, 502].contains(page.status) && page.forms.isEmpty, "\(host)")
                    }
                    let metadata = try await Self.open("http://169.254.169.254/", service)
                    #expect(metadata.status == 400)
                    #expect(inside.answered.isEmpty)
                }
                let plain = try await Self.open(service.lmsURL + "/openid-configuration", service)
                #expect(plain.status == (allowed ? 200 : 400))
                #expect(await service.lms.desk.steps.isEmpty == !allowed)
            }
        }
    }

    private static func open(_ url: String, _ service: RunningService) async throws -> Page {
        let query = URLEncodedForm([("openid_configuration", url), ("registration_token", "t")])
        return try await BrowserClient().get(query.appended(to: service.publicURL + "/lti/register"))
    }

    /// A service that takes the double's certificate, so that only the address stands in the way.
    private static func withTrust(
        allowsPrivate: Bool, _ body: @escaping @Sendable (RunningService) async throws -> Void
    ) async throws {
        let folder = TemporaryFolder()
        try Data(TestAuthority.authority.utf8).write(to: URL(filePath: folder.path + "/authority.pem"))
        try await RunningService.with(adjust: {
            $0.trustedCertificates = folder.path + "/authority.pem"
            $0.allowPrivateAddresses = allowsPrivate
        }) { try await body($0) }
    }
}
