import Access
import Cryptography
import Database
import TestWorld
import Testing
import Values

@Suite("Credentials of LRS clients")
struct CredentialTests {
    static let scopes = XAPIScopes([.statementsWrite, .statementsReadMine])

    @Test("A good key id and secret give the client, a wrong one nobody", arguments: Engine.underTest)
    func authenticate(engine: Engine) async throws {
        let world = try await AccessWorld(engine)
        let (credentials, tenant, now) = (Credentials(world: world.world), world.tenant, world.now)
        try await world.write { tx in
            let issued = try credentials.add(name: "Importer", scopes: Self.scopes, tenant: tenant, in: tx, now: now)
            let secret = issued.secret.reveal()
            let good = try #require(
                try Credentials.authenticate(keyID: issued.keyID, secret: secret, in: tx, now: now))
            #expect((good.tenant, good.id, good.name) == (tenant, issued.keyID, "Importer"))
            #expect(good.scopes == Self.scopes)
            for (keyID, secret) in [(issued.keyID, secret + "x"), (issued.keyID, ""), ("x", secret), ("", "")] {
                #expect(try Credentials.authenticate(keyID: keyID, secret: secret, in: tx, now: now) == nil)
            }
        }
    }

    @Test("LRS-AUTHN-09: only the secret's hash is stored", arguments: Engine.underTest)
    func stored(engine: Engine) async throws {
        let world = try await AccessWorld(engine)
        let (credentials, tenant, now) = (Credentials(world: world.world), world.tenant, world.now)
        try await world.write { tx in
            let issued = try credentials.add(name: "Importer", scopes: Self.scopes, tenant: tenant, in: tx, now: now)
            let hash = try #require(try tx.row("select secret_hash from client_secret")).bytes(0)
            #expect(hash == Digest.sha256(issued.secret.reveal().utf8))
            #expect("\(issued)".contains(issued.secret.reveal()) == false)
        }
    }

    @Test(
        "LRS-AUTHN-09: after rotation both secrets work for the overlap, then the new one alone",
        arguments: Engine.underTest)
    func rotation(engine: Engine) async throws {
        let world = try await AccessWorld(engine)
        let (credentials, tenant, now) = (Credentials(world: world.world), world.tenant, world.now)
        try await world.write { tx in
            let old = try credentials.add(name: "Importer", scopes: Self.scopes, tenant: tenant, in: tx, now: now)
            let new = try credentials.rotate(old.keyID, overlap: 100, tenant: tenant, in: tx, now: now)
            #expect(new.keyID == old.keyID)
            func isGood(_ issued: IssuedCredential, after seconds: Int64) throws -> Bool {
                try Credentials.authenticate(
                    keyID: issued.keyID, secret: issued.secret.reveal(), in: tx, now: now.adding(seconds: seconds))
                    != nil
            }
            #expect(try isGood(old, after: 99))
            #expect(try isGood(new, after: 99))
            #expect(try !isGood(old, after: 100))
            #expect(try isGood(new, after: 1_000_000))
            // A later rotation never makes an old secret live longer.
            _ = try credentials.rotate(old.keyID, overlap: 1_000, tenant: tenant, in: tx, now: now)
            #expect(try !isGood(old, after: 100))
            #expect(try isGood(new, after: 999))
            #expect(try !isGood(new, after: 1_000))
        }
    }

    @Test("LRS-AUTHN-09: a revoked credential is refused at once, remembered or not", arguments: Engine.underTest)
    func revocation(engine: Engine) async throws {
        let world = try await AccessWorld(engine)
        let (credentials, tenant, now) = (Credentials(world: world.world), world.tenant, world.now)
        try await world.write { tx in
            let issued = try credentials.add(name: "Importer", scopes: Self.scopes, tenant: tenant, in: tx, now: now)
            let secret = issued.secret.reveal()
            let cache = CredentialCache()
            let principal = try #require(
                try Credentials.authenticate(keyID: issued.keyID, secret: secret, in: tx, now: now))
            cache.remember(principal, shown: secret)
            let remembered = try #require(cache.principal(shown: secret))
            #expect(try Credentials.standing(of: remembered, in: tx, now: now) == .current)

            try credentials.revoke(issued.keyID, tenant: tenant, in: tx, now: now)
            #expect(try Credentials.standing(of: remembered, in: tx, now: now) == .ended)
            #expect(try Credentials.authenticate(keyID: issued.keyID, secret: secret, in: tx, now: now) == nil)
            cache.forget(remembered)
            #expect(cache.principal(shown: secret) == nil)
            #expect(try Credentials.list(of: tenant, in: tx, now: now).map(\.revokedAt) == [now])
        }
    }

    @Test(
        "A change of scopes or rate reaches who is remembered; a new name alone doesn't; the secret stays good",
        arguments: Engine.underTest)
    func change(engine: Engine) async throws {
        let world = try await AccessWorld(engine)
        let (credentials, tenant, now) = (Credentials(world: world.world), world.tenant, world.now)
        try await world.write { tx in
            let issued = try credentials.add(name: "Importer", scopes: Self.scopes, tenant: tenant, in: tx, now: now)
            func shown() throws -> CredentialPrincipal? {
                try Credentials.authenticate(
                    keyID: issued.keyID, secret: issued.secret.reveal(), in: tx, now: now)
            }
            var remembered = try #require(try shown())
            try credentials.change(
                issued.keyID, name: "Nightly", scopes: Self.scopes, rate: nil, tenant: tenant, in: tx)
            #expect(try Credentials.standing(of: remembered, in: tx, now: now) == .current)
            for (scopes, rate) in [(XAPIScopes([.state]), Int?.none), (XAPIScopes([.state]), 5)] {
                remembered = try #require(try shown())
                try credentials.change(
                    issued.keyID, name: "Nightly", scopes: scopes, rate: rate, tenant: tenant, in: tx)
                #expect(try Credentials.standing(of: remembered, in: tx, now: now) == .changed)
                let after = try #require(try shown())
                #expect(after.scopes == scopes && after.rate == rate && after.name == "Nightly")
                #expect(try Credentials.standing(of: after, in: tx, now: now) == .current)
            }
        }
    }

    @Test(
        "A remembered secret stops with its overlap, and the cache knows no other secret", arguments: Engine.underTest)
    func cache(engine: Engine) async throws {
        let world = try await AccessWorld(engine)
        let (credentials, tenant, now) = (Credentials(world: world.world), world.tenant, world.now)
        try await world.write { tx in
            let old = try credentials.add(name: "Importer", scopes: Self.scopes, tenant: tenant, in: tx, now: now)
            _ = try credentials.rotate(old.keyID, overlap: 100, tenant: tenant, in: tx, now: now)
            let secret = old.secret.reveal()
            let principal = try #require(
                try Credentials.authenticate(keyID: old.keyID, secret: secret, in: tx, now: now))
            let cache = CredentialCache(limit: 1)
            cache.remember(principal, shown: secret)
            #expect(cache.principal(shown: secret + "x") == nil)
            #expect(try Credentials.standing(of: principal, in: tx, now: now.adding(seconds: 99)) == .current)
            #expect(try Credentials.standing(of: principal, in: tx, now: now.adding(seconds: 100)) == .ended)
            cache.remember(principal, shown: "another")
            #expect(cache.principal(shown: secret) == nil)
        }
    }

    @Test("A credential of another tenant can't be rotated or revoked", arguments: Engine.underTest)
    func foreignTenant(engine: Engine) async throws {
        let world = try await AccessWorld(engine)
        let (credentials, tenant, now) = (Credentials(world: world.world), world.tenant, world.now)
        try await world.write { tx in
            let issued = try credentials.add(name: "Importer", scopes: Self.scopes, tenant: tenant, in: tx, now: now)
            #expect(throws: ServiceError.self) {
                try credentials.revoke(issued.keyID, tenant: TenantID(2), in: tx, now: now)
            }
            #expect(throws: ServiceError.self) {
                try credentials.rotate(issued.keyID, tenant: TenantID(2), in: tx, now: now)
            }
            #expect(
                try Credentials.authenticate(
                    keyID: issued.keyID, secret: issued.secret.reveal(), in: tx, now: now) != nil)
        }
    }
}

@Suite("Scopes")
struct XAPIScopeTests {
    @Test("Names are read in any order and written in one; unknown ones are refused")
    func names() {
        #expect(XAPIScopes("profile, statements/write")?.text == "statements/write profile")
        for text in ["", " ", "everything", "all everything"] { #expect(XAPIScopes(text) == nil) }
    }

    @Test(
        "LRS-AUTHN-06: each scope gives what its name says and no more",
        arguments: [
            (XAPIScope.statementsWrite, "W......."), (.statementsReadMine, ".M......"), (.statementsRead, ".MR....."),
            (.state, "...SX..."), (.define, "......D."), (.profile, ".......P"), (.allRead, ".MRS...P"),
            (.all, "WMRSX.DP"),
        ])
    func matrix(scope: XAPIScope, expected: String) {
        let scopes = XAPIScopes([scope])
        let rights: [(Bool, Character)] = [
            (scopes.mayWriteStatements, "W"), (scopes.mayReadStatements, "M"), (scopes.mayReadAllStatements, "R"),
            (scopes.mayReadState, "S"), (scopes.mayWriteState, "X"), (false, "-"), (scopes.mayDefine, "D"),
            (scopes.mayReadProfiles, "P"),
        ]
        #expect(String(rights.map { $0.0 ? $0.1 : "." }) == expected)
        #expect(scopes.mayWriteProfiles == (scope == .profile || scope == .all))
    }
}
