import HTTPTypes
import Testing
import Values

@Suite("Dynamic registration is no way into the network")
struct RegistrationGuardTests {
    @Test("Only https and public addresses are taken as a platform's configuration")
    func guarded() async throws {
        try await PagesHouse.with { house in
            let urls = [
                "http://169.254.169.254/latest", "https://169.254.169.254/latest", "https://127.0.0.1/config",
                "https://10.0.0.1/config", "https://[::1]/config", "file:///etc/passwd", "https://user@lms.example/",
                "http://lms.example/config",
            ]
            for url in urls {
                let query = URLEncodedForm([("openid_configuration", url), ("registration_token", "t")]).encoded
                let page = try await house.get("/lti/register?" + query)
                #expect([400, 502].contains(page.status.code), "\(url): \(page.status)")
                #expect(!page.text.contains("name=\"openid_configuration\""))
            }
        }
    }
}
