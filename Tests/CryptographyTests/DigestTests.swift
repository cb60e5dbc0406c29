import Cryptography
import Testing
import Values

@Suite("Hashes and message authentication")
struct DigestTests {
    @Test("SHA-1 and SHA-2 give the values that FIPS 180-4 publishes for abc")
    func publishedDigests() {
        let abc = Array("abc".utf8)
        #expect(Hexadecimal.encode(Digest.sha1(abc)) == "a9993e364706816aba3e25717850c26c9cd0d89d")
        #expect(
            Hexadecimal.encode(Digest.sha256(abc)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        )
        #expect(Hexadecimal.encode(Digest.sha384(abc)).hasPrefix("cb00753f45a35e8bb5a03d699ac65007272c32ab0eded163"))
        #expect(Hexadecimal.encode(Digest.sha512(abc)).hasPrefix("ddaf35a193617abacc417349ae20413112e6fa4e89a97ea2"))
    }

    @Test("The digest of nothing is the published one")
    func emptyInput() {
        #expect(Hexadecimal.encode(Digest.sha256([])).hasPrefix("e3b0c44298fc1c149afbf4c8996fb924"))
    }

    @Test("Input in pieces hashes like the whole, and a finished digest begins anew")
    func incremental() {
        let digest = IncrementalDigest(.sha256)
        for _ in 0..<2 {
            digest.update("a".utf8)
            digest.update([])
            digest.update([98, 99][...])
            #expect(digest.finish() == Digest.sha256("abc".utf8))
        }
    }

    @Test("HMAC-SHA256 gives the values of RFC 4231, again and again under one key")
    func publishedCodes() {
        let mac = MessageAuthentication(key: Array("Jefe".utf8))
        for _ in 0..<3 {
            #expect(
                Hexadecimal.encode(mac.code(for: "what do ya want for nothing?".utf8))
                    == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        }
        let long = MessageAuthentication(key: [UInt8](repeating: 0xaa, count: 131))
        #expect(
            Hexadecimal.encode(long.code(for: "Test Using Larger Than Block-Size Key - Hash Key First".utf8))
                == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
    }

    @Test("An empty key is a key of its own, not the one before")
    func emptyKey() {
        _ = MessageAuthentication(key: [1, 2, 3]).code(for: [1])
        #expect(
            Hexadecimal.encode(MessageAuthentication(key: []).code(for: []))
                == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
    }

    @Test("A code is valid for its own input alone")
    func validity() {
        let mac = MessageAuthentication(key: [1, 2, 3])
        let code = mac.code(for: "input".utf8)
        #expect(mac.isValid(code, for: "input".utf8))
        #expect(!mac.isValid(code, for: "other".utf8))
        #expect(!mac.isValid(code.dropLast(), for: "input".utf8))
    }

    @Test("One key used by many tasks at once gives the same codes as by one")
    func concurrentCodes() async {
        let mac = MessageAuthentication(key: [7, 7, 7])
        let expected = (0..<50).map { mac.code(for: "\($0)".utf8) }
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask { (0..<50).allSatisfy { mac.code(for: "\($0)".utf8) == expected[$0] } }
            }
            for await isSame in group { #expect(isSame) }
        }
    }

    @Test("Constant-time comparison tells equal from different and from longer")
    func comparison() {
        #expect(constantTimeEqual([1, 2, 3], [1, 2, 3]))
        #expect(!constantTimeEqual([1, 2, 3], [1, 2, 4]))
        #expect(!constantTimeEqual([1, 2, 3], [1, 2]))
        #expect(constantTimeEqual([UInt8](), [UInt8]()))
    }
}
