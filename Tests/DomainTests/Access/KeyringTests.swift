import Access
import Cryptography
import JOSE
import TestWorld
import Testing
import Values

#if canImport(Glibc)
    import Glibc
#endif

@Suite("Signing keys")
struct KeyringTests {
    let folder = TemporaryFolder()
    let frozen = FrozenWorld()

    func keyring(_ passphrase: String? = nil) throws -> Keyring {
        try Keyring(
            KeyFolder(path: folder.path + "/keys"), passphrase: passphrase.map { Secret($0) }, world: frozen.world)
    }

    func mode(_ name: String) -> mode_t {
        var status = stat()
        stat(folder.path + "/keys/" + name, &status)
        return status.st_mode & 0o777
    }

    @Test("LTI-KEY-02: the first start makes one key, named by its thumbprint, and the next finds it")
    func firstStart() throws {
        let first = try keyring()
        let keys = try first.publicKeys.keys
        #expect(keys.count == 1)
        #expect(keys[0].kid == keys[0].thumbprint)
        #expect(try first.current.kid == keys[0].kid)
        #expect(try keyring().current.kid == first.current.kid)
    }

    @Test("LTI-KEY-03: the published key shows type, numbers, RS256, use sig, and 2048 bits")
    func publishedForm() throws {
        let key = try #require(try keyring().publicKeys.keys.first)
        #expect((key.kty, key.alg, key.use) == ("RSA", "RS256", "sig"))
        guard case .rsa(let modulus, _) = key.publicKey.components else {
            Issue.record("not RSA")
            return
        }
        #expect(modulus.count == 256)
    }

    @Test("LTI-KEY-12: what the current key signs is accepted by the published set")
    func signing() throws {
        let keyring = try keyring()
        let text = try CompactJWS(parsing: keyring.current.sign(Array("{}".utf8)))
        #expect(text.header.alg == "RS256")
        #expect(try keyring.publicKeys.judge(text).isAccepted)
    }

    @Test("LTI-KEY-06, LTI-KEY-08: a new key is published an hour before it signs, and the old one stays 30 days more")
    func rotation() throws {
        let keyring = try keyring()
        let old = try keyring.current.kid
        let new = try keyring.rotate().kid
        #expect(try keyring.publicKeys.keys.map(\.kid) == [old, new])
        #expect(try keyring.current.kid == old)
        let signedBefore = try CompactJWS(parsing: keyring.current.sign([1]))

        frozen.advance(seconds: Keyring.cacheSeconds - 1)
        #expect(try keyring.current.kid == old)
        frozen.advance(seconds: 1)
        #expect(try keyring.current.kid == new)

        frozen.advance(seconds: 30 * 86_400 - 1)
        #expect(try keyring.publicKeys.judge(signedBefore).isAccepted)
        frozen.advance(seconds: 1)
        #expect(try keyring.publicKeys.keys.map(\.kid) == [new])
        #expect(try keyring.keysEver.judge(signedBefore).isAccepted)
    }

    @Test("LTI-KEY-05: three rotations give three further names")
    func names() throws {
        let keyring = try keyring()
        for _ in 0..<3 { try keyring.rotate() }
        #expect(Set(try keyring.entries.map(\.kid)).count == 4)
    }

    @Test("LTI-KEY-11: a revoked key is gone at once, from another process' view too, and a new one signs")
    func revocation() throws {
        let keyring = try keyring()
        let other = try self.keyring()
        let old = try keyring.current
        try keyring.revoke(old.kid)
        #expect(try other.publicKeys.keys(withID: old.kid).isEmpty)
        #expect(try other.keysEver.keys(withID: old.kid).isEmpty)
        #expect(try other.current.kid != old.kid)
        #expect(mode("signing-\(old.kid).pem") == 0)
        #expect(throws: ServiceError.self) { try keyring.revoke(old.kid) }
    }

    @Test("After the current key is revoked, one that was still to come signs at once")
    func revocationDuringRotation() throws {
        let keyring = try keyring()
        let next = try keyring.rotate().kid
        try keyring.revoke(keyring.current.kid)
        #expect(try keyring.current.kid == next)
        #expect(try keyring.entries.count == 2)
    }

    @Test("The key before a revoked successor stays published for as long as it signs")
    func revokedSuccessor() throws {
        let keyring = try keyring()
        let old = try keyring.current.kid
        try keyring.revoke(keyring.rotate().kid)
        frozen.advance(seconds: 40 * 86_400)
        #expect(try keyring.current.kid == old)
        #expect(try keyring.publicKeys.keys.map(\.kid) == [old])
    }

    @Test("When all keys that are published are revoked, one that left doesn't come back: a new one signs")
    func revokedAll() throws {
        let keyring = try keyring()
        let first = try keyring.current.kid
        let second = try keyring.rotate().kid
        frozen.advance(seconds: 40 * 86_400)
        let third = try keyring.rotate().kid
        try keyring.revoke(third)
        try keyring.revoke(second)
        let signing = try keyring.current
        #expect(![first, second, third].contains(signing.kid))
        #expect(try keyring.publicKeys.keys.map(\.kid) == [signing.kid])
    }

    @Test("A key is replaced at its age once, whoever asks, and the private half of one that left goes by itself")
    func age() throws {
        let (keyring, other) = (try keyring(), try keyring())
        let first = try keyring.current.kid
        frozen.advance(seconds: 86_399)
        #expect(try keyring.rotate(ifOlderThan: 86_400) == nil)
        frozen.advance(seconds: 1)
        let made = try #require(try keyring.rotate(ifOlderThan: 86_400))
        #expect(try other.rotate(ifOlderThan: 86_400) == nil)
        #expect(try other.publicKeys.keys.map(\.kid) == [first, made.kid])
        frozen.advance(seconds: 31 * 86_400)
        #expect(mode("signing-\(first).pem") == 0o600)
        #expect(try other.rotate(ifOlderThan: 40 * 86_400) == nil)
        #expect(mode("signing-\(first).pem") == 0)
        #expect(try keyring.current.kid == made.kid)
    }

    @Test("LTI-KEY-10: key files are the owner's alone, and with a passphrase can't be read without it")
    func files() throws {
        let kid = try keyring().current.kid
        #expect(mode("signing-\(kid).pem") == 0o600)
        #expect(mode("keys.json") == 0o600)
        let clear = try PEMFile.read(folder.path + "/keys/signing-\(kid).pem")
        #expect(clear.hasPrefix("-----BEGIN PRIVATE KEY-----"))

        #expect(try keyring("open sesame").current.kid == kid)
        let sealed = try PEMFile.read(folder.path + "/keys/signing-\(kid).pem")
        #expect(sealed.hasPrefix("-----BEGIN ENCRYPTED PRIVATE KEY-----"))
        #expect(throws: CryptographyError.self) { try keyring().current }
        #expect(throws: CryptographyError.self) { try keyring("other").current }
    }

    @Test("When a key's file is gone, a new key signs at once, and what the old one signed is still accepted")
    func lost() throws {
        let first = try keyring()
        let old = try first.current.kid
        let signed = try CompactJWS(parsing: first.current.sign([1]))
        try KeyFolder(path: folder.path + "/keys").remove("signing-\(old).pem")
        let after = try keyring()
        #expect(try after.current.kid != old)
        #expect(try after.entries.map { $0.lostAt == nil } == [false, true])
        #expect(try after.publicKeys.judge(signed).isAccepted && after.keysEver.judge(signed).isAccepted)
    }

    @Test("Keys that another folder remembers check what they signed there, sign nothing, and stay revoked")
    func remembered() throws {
        let first = try keyring()
        let signed = try CompactJWS(parsing: first.current.sign([1]))
        let old = try first.current.kid
        let revoked = try first.rotate().kid
        try first.revoke(revoked)
        let there = try KeyFolder(path: folder.path + "/there")
        for _ in 0..<2 { try Keyring.remember(first.publicIndex, in: there, at: frozen.world.now()) }
        let second = try Keyring(there, world: frozen.world)
        #expect(try second.entries.map(\.kid).count == 3)
        #expect(try ![old, revoked].contains(second.current.kid))
        #expect(try second.keysEver.judge(signed).isAccepted)
        #expect(try second.keysEver.keys(withID: revoked).isEmpty)
    }

    @Test("A key file that others can read is refused")
    func openFile() throws {
        let kid = try keyring().current.kid
        chmod(folder.path + "/keys/signing-\(kid).pem", 0o640)
        #expect(throws: ServiceError.self) { try keyring().current }
    }
}

enum PEMFile {
    static func read(_ path: String) throws -> String {
        let slash = path.lastIndex(of: "/") ?? path.startIndex
        let folder = try KeyFolder(path: String(path[..<slash]))
        return String(decoding: try folder.read(String(path[path.index(after: slash)...])) ?? [], as: UTF8.self)
    }
}
