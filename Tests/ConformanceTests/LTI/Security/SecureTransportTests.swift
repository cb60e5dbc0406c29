import Connections
import DemoJourney
import DemoLMS
import Foundation
import NIOSSL
import OutboundHTTP
import Server
import ServiceWorld
import TestWorld
import Testing
import Workflows

struct SecureTransportTests {
    @Test("LTI-TLS-01: platforms are called over TLS 1.2 or 1.3, with 1.3 first, and over nothing older")
    func outgoing() async throws {
        try await withKeysAbroad { visit in
            for old in [TLSVersion.tlsv1, .tlsv11] {
                let attempt = try await visit.attempt(spoken: .only(old))
                #expect(attempt.foreignStatus == 200)
                #expect(attempt.status == 503 && attempt.answered.isEmpty)
                #expect(attempt.report.contains("the TLS handshake failed"), "\(attempt.report)")
            }
            let fitting = [(SpokenTLS.only(.tlsv12), TLSVersion.tlsv12), (.only(.tlsv13), .tlsv13), (.every, .tlsv13)]
            for (spoken, agreed) in fitting {
                let attempt = try await visit.attempt(spoken: spoken)
                #expect(attempt.status == 200 && attempt.answered.allSatisfy { $0 == agreed }, "\(spoken)")
                #expect(!attempt.answered.isEmpty)
            }
        }
    }

    @Test("LTI-TLS-01: where the service ends TLS itself, it takes 1.2 and 1.3, and nothing older")
    func incoming() async throws {
        let folder = TemporaryFolder()
        try Data(TestAuthority.good.utf8).write(to: URL(filePath: folder.path + "/cert.pem"))
        try Data(TestAuthority.key.utf8).write(to: URL(filePath: folder.path + "/key.pem"))
        try await RunningService.with(adjust: {
            $0.tlsCertificate = folder.path + "/cert.pem"
            $0.tlsKey = folder.path + "/key.pem"
        }) { service in
            let port = try #require(service.address.split(separator: ":").last)
            let url = "https://localhost:\(port)/lti/config/canvas.json"
            for version in [TLSVersion.tlsv12, .tlsv13] {
                #expect(try await SpokenTLS.only(version).status(of: url) == 200)
            }
            for version in [TLSVersion.tlsv1, .tlsv11] {
                await #expect(throws: (any Error).self, "\(version)") {
                    try await SpokenTLS.only(version).status(of: url)
                }
            }
        }
    }

    @Test("LTI-JWKSP-09: keys are read over https alone, from whoever shows a certificate that holds")
    func certificates() async throws {
        try await withKeysAbroad { visit in
            for bad in [TestAuthority.selfSigned, TestAuthority.ended, TestAuthority.otherName] {
                let attempt = try await visit.attempt(certificate: bad)
                #expect(attempt.status == 503 && attempt.answered.isEmpty)
            }
            let good = try await visit.attempt(certificate: TestAuthority.good)
            #expect(good.status == 200 && !good.answered.isEmpty && good.foreignStatus == 200)
        }
        try await withKeysAbroad(trusted: false) { visit in
            let stranger = try await visit.attempt(certificate: TestAuthority.good)
            #expect(stranger.status == 503 && stranger.answered.isEmpty && stranger.foreignStatus == 200)
        }
    }

    @Test("LTI-JWKSP-09: a key set at an http address is refused at registration, and nothing is stored")
    func plainKeySet() async throws {
        try await RunningService.with(adjust: { $0.allowPrivateAddresses = false }) { service in
            let visit = try await KeysAbroad(service)
            let before = try await service.newest()
            for host in ["lms.example", "localhost", "127.0.0.1"] {
                let refused = try await visit.register(keys: "http://\(host)/jwks.json")
                #expect(refused.status == 422 && refused.text.contains("has to be https"), "\(host)")
            }
            #expect(try await service.newest().jwksURL == before.jwksURL)
            _ = try await visit.register(keys: "https://lms.example/jwks.json")
            #expect(try await service.newest().jwksURL == "https://lms.example/jwks.json")
            let plain = try await RegistrationVisit(service).open(token: "t")
            #expect(plain.status == 400 && plain.text.contains("https"))
        }
    }

    private func withKeysAbroad(
        trusted: Bool = true, _ body: @escaping @Sendable (KeysAbroad) async throws -> Void
    ) async throws {
        let folder = TemporaryFolder()
        try Data(TestAuthority.authority.utf8).write(to: URL(filePath: folder.path + "/authority.pem"))
        try await RunningService.with(adjust: {
            $0.trustedCertificates = trusted ? folder.path + "/authority.pem" : nil
        }) { service in try await body(KeysAbroad(service)) }
    }
}

/// A demo LMS whose key set is served by somebody else, over TLS.
private struct KeysAbroad: Sendable {
    private let service: RunningService
    private let admin: BrowserClient

    init(_ service: RunningService) async throws {
        self.service = service
        admin = try await PickerVisit.administrator(of: service)
    }

    /// What a learner's launch and an administrator's test of the connection come to.
    struct Attempt {
        /// What another client gets from the same server; nil when that fails too.
        var foreignStatus: Int?
        var status: Int
        var report: String
        /// The versions of the requests that the service sent.
        var answered: [TLSVersion]
    }

    /// Serves the platform's keys, tells the service where, and launches.
    func attempt(
        spoken: SpokenTLS = .every, certificate: String = TestAuthority.good
    ) async throws -> Attempt {
        let keys = try await BrowserClient().get(service.lmsURL + "/jwks.json")
        try #require(keys.status == 200)
        return try await SecureDouble.with(keys.body, spoken: spoken, certificate: certificate) { server in
            let saved = try await register(keys: server.url)
            try #require(saved.status == 200, "\(saved.text)")
            let foreign = try? await SpokenTLS.every.status(of: server.url)
            let before = server.answered.count
            let page = try await service.visit().launch("tides", as: "u-1001")
            let report = try await test()
            return Attempt(
                foreignStatus: foreign, status: page.status, report: report,
                answered: Array(server.answered.dropFirst(before)))
        }
    }

    /// The administrator's form of the platform's settings.
    func register(keys url: String) async throws -> Page {
        let place = service.publicURL + "/admin/platforms/\(try await service.newest().id)/settings"
        let isOpen = service.lmsURL.hasPrefix("https:") || service.services.outbound.policy.allowsPrivateAddresses
        return try await admin.submit(
            admin.get(place).form(to: "/settings"),
            adding: [
                ("auth_url", service.lmsURL + "/auth"),
                ("token_url", isOpen ? service.lms.tokenURL : "https://lms.example/token"), ("jwks_url", url),
                ("profiles", "keep"), ("policy", "auto"),
            ])
    }

    /// The page of the administrator who tries the connection out.
    private func test() async throws -> String {
        let id = try await service.newest().id
        let page = try await admin.get(service.publicURL + "/admin/platforms/\(id)")
        return try await admin.submit(page.form(to: "/test")).text
    }
}
