import Access
import Connections
import Database
import JOSE
import TestWorld
import Testing
import Values
import Workflows

@Suite("A platform registered by hand")
struct AddPlatformTests {
    @Test("Registering it again leaves what the request doesn't name", arguments: Engine.underTest)
    func again(engine: Engine) async throws {
        try await LaunchWorld.with(engine, policy: .closed, allowAnonymous: true) { world in
            let first = world.registration
            let now = world.frozen.now
            try await world.services.database.write { tx in
                var changed = first
                (changed.algorithms, changed.trustedAudiences) = (try #require(AllowedAlgorithms("ES256")), ["other"])
                (changed.requiresSameTarget, changed.keepsProfiles) = (true, false)
                (changed.rosterPolicy, changed.isActive, changed.tokenAudience) = (.hand, false, "aud")
                changed.frameSources = ["https://*.school.example"]
                _ = try Registrations.save(changed, in: tx, now: now)
            }
            var request = AddPlatform.Request(
                issuer: first.issuer, clientID: first.clientID, name: "New name", authURL: first.authURL,
                tokenURL: first.tokenURL, jwksURL: "https://lms.example/new-keys")
            let kept = try await AddPlatform(world.services).run(
                request, tenant: LaunchWorld.tenant, actor: .commandLine)
            #expect(kept.id == first.id && kept.name == "New name" && kept.jwksURL == "https://lms.example/new-keys")
            #expect(kept.algorithms.text == "ES256" && kept.trustedAudiences == ["other"] && kept.allowsAnonymous)
            #expect(kept.requiresSameTarget && !kept.keepsProfiles && kept.deploymentPolicy == .closed)
            #expect(kept.rosterPolicy == .hand && !kept.isActive && kept.tokenAudience == "aud")
            #expect(kept.frameSources == ["https://*.school.example"])
            (request.allowsAnonymous, request.frames) = (false, "https://a.example, https://*.b.example")
            let changed = try await AddPlatform(world.services).run(
                request, tenant: LaunchWorld.tenant, actor: .commandLine)
            #expect(!changed.allowsAnonymous && changed.frameSources == ["https://a.example", "https://*.b.example"])
            request.frames = "https://*.com"
            await #expect(throws: ServiceError.self) {
                try await AddPlatform(world.services).run(request, tenant: LaunchWorld.tenant, actor: .commandLine)
            }
        }
    }
}
