import Connections
import Cryptography
import Database
import JOSE
import JSON
import LTI
import OutboundHTTP
import TestWorld
import Testing
import Values
import Workflows

@Suite("The platforms' key sets")
struct PlatformKeysTests {
    @Test("LTI-JWKSP-03: a set is read once while its max-age lasts, and again afterwards")
    func cached() async throws {
        try await LaunchWorld.with(.sqlite) { world in
            world.platform.state.withLock { $0.keySetHeaders = [("Cache-Control", "public, max-age=300")] }
            let keys = world.services.platformKeys
            for _ in 0..<5 { _ = try await keys.keys(for: world.registration, keyID: "platform-1") }
            #expect(world.reads == 1)
            world.frozen.advance(seconds: 299)
            _ = try await keys.keys(for: world.registration, keyID: "platform-1")
            #expect(world.reads == 1)
            world.frozen.advance(seconds: 1)
            _ = try await keys.keys(for: world.registration, keyID: "platform-1")
            #expect(world.reads == 2)
        }
    }

    @Test("LTI-JWKSP-04, LTI-BAD-02: after a rotation the next launch works with one extra read")
    func rotation() async throws {
        try await LaunchWorld.with(.sqlite) { world in
            _ = try await world.opened()
            let fresh = try PrivateKey.generateRSA(bits: 2_048)
            world.platform.state.withLock { ($0.key, $0.keyID) = (fresh, "platform-2") }
            _ = try await world.opened()
            #expect(world.reads == 2)
        }
    }

    @Test("LTI-JWKSP-05: five hundred forged key ids cause two reads at most")
    func flood() async throws {
        try await LaunchWorld.with(.sqlite) { world in
            let keys = world.services.platformKeys
            try await withThrowingTaskGroup(of: Void.self) { group in
                for i in 0..<500 {
                    group.addTask {
                        let set = try await keys.keys(for: world.registration, keyID: "forged-\(i)")
                        #expect(set.keys(withID: "forged-\(i)").isEmpty)
                    }
                }
                try await group.waitForAll()
            }
            #expect(world.reads <= 2)
            world.frozen.advance(seconds: 30)
            _ = try await keys.keys(for: world.registration, keyID: "forged-again")
            #expect(world.reads <= 3)
        }
    }

    @Test("LTI-JWKSP-08: a dead key set serves from the cache for a day, and a cold one says so")
    func dead() async throws {
        try await LaunchWorld.with(.sqlite) { world in
            let keys = world.services.platformKeys
            _ = try await keys.keys(for: world.registration, keyID: nil)
            world.platform.state.withLock { $0.keySetStatus = 500 }
            world.frozen.advance(seconds: 4_000)
            let stale = try await keys.keys(for: world.registration, keyID: "platform-1")
            #expect(stale.keys.count == 1)
            _ = try await world.opened()
            world.frozen.advance(seconds: 86_400)
            await #expect(throws: OutboundError.self) { try await keys.keys(for: world.registration, keyID: nil) }
            world.frozen.advance(seconds: 10)
            guard case .refused(let refusal) = try await world.launch() else {
                Issue.record("a launch was taken unverified")
                return
            }
            #expect(refusal.failureClass == .keysUnavailable && refusal.status == 503)
        }
    }

    @Test("Keys that were asked for at an old address aren't kept when the platform moved meanwhile")
    func moved() async throws {
        try await LaunchWorld.with(.sqlite) { world in
            let (asked, isAsked) = AsyncStream.makeStream(of: Void.self)
            let (free, isFree) = AsyncStream.makeStream(of: Void.self)
            world.platform.state.withLock {
                $0.beforeKeySet = {
                    isAsked.yield()
                    for await _ in free { return }
                }
            }
            let keys = world.services.platformKeys
            var moved = world.registration
            moved.jwksURL = world.platform.base + "/jwks-moved"
            async let old = keys.keys(for: world.registration, keyID: nil)
            for await _ in asked { break }
            #expect(try await keys.keys(for: moved, keyID: nil).keys(withID: "moved").count == 1)
            isFree.yield()
            _ = try await old
            let kept = try await keys.keys(for: moved, keyID: nil)
            #expect(kept.keys(withID: "moved").count == 1 && kept.keys(withID: "platform-1").isEmpty)
        }
    }

    @Test("LTI-JWKSP-07: a key that was taken out verifies no more once the cache has run out")
    func removed() async throws {
        try await LaunchWorld.with(.sqlite) { world in
            _ = try await world.opened()
            let old = world.platform.state.withLock { ($0.key, $0.keyID) }
            let fresh = try PrivateKey.generateRSA(bits: 2_048)
            world.platform.state.withLock { ($0.key, $0.keyID) = (fresh, "platform-2") }
            world.frozen.advance(seconds: 3_601)
            let login = try await world.login()
            let token = try CompactJWS.sign(payload: Array("{}".utf8), key: old.0, algorithm: .RS256, keyID: old.1)
            let outcome = try await world.post(token, login)
            guard case .refused = outcome else {
                Issue.record("the old key was believed")
                return
            }
            #expect(try await world.lastRecord().reasons == ["kid_unknown"])
        }
    }
}

extension LaunchWorld {
    var reads: Int { platform.state.withLock { $0.keySetReads } }
}
