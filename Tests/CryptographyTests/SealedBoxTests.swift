import Cryptography
import Testing
import Values

@Suite("Sealed boxes")
struct SealedBoxTests {
    let key = [UInt8](repeating: 7, count: 32)

    @Test("What was sealed opens under the same key at the same place", arguments: [0, 1, 16, 1_000])
    func roundTrip(length: Int) throws {
        let plain = SecureRandom.bytes(length)
        let box = try SealedBox.seal(plain, key: key, authenticating: [1])
        #expect(box.count == length + SealedBox.overhead)
        #expect(try SealedBox.open(box, key: key, authenticating: [1]) == plain)
    }

    @Test("A box sealed elsewhere opens: test case 16 of the GCM specification without its tail")
    func publishedVector() throws {
        let key = try #require(Hexadecimal.decode("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"))
        let context = try #require(Hexadecimal.decode("feedfacedeadbeeffeedfacedeadbeefabaddad2"))
        let box = try #require(
            Hexadecimal.decode(
                "cafebabefacedbaddecaf888"
                    + "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                    + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                    + "76fc6ece0f4e1768cddf8853bb2d551b"))
        let plain = try SealedBox.open(box, key: key, authenticating: context)
        #expect(
            Hexadecimal.encode(plain)
                == "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39")
    }

    @Test("A box with any bit changed doesn't open")
    func altered() throws {
        let box = try SealedBox.seal([1, 2, 3], key: key, authenticating: [9])
        for i in box.indices {
            var other = box
            other[i] ^= 1
            #expect(throws: CryptographyError(.notAuthentic, "")) {
                try SealedBox.open(other, key: key, authenticating: [9])
            }
        }
    }

    @Test("A box moved to another place, under another key or cut short doesn't open")
    func misplaced() throws {
        let box = try SealedBox.seal([1, 2, 3], key: key, authenticating: [9])
        #expect(throws: CryptographyError.self) { try SealedBox.open(box, key: key, authenticating: [8]) }
        #expect(throws: CryptographyError.self) { try SealedBox.open(box, key: key, authenticating: []) }
        let otherKey = [UInt8](repeating: 8, count: 32)
        #expect(throws: CryptographyError.self) { try SealedBox.open(box, key: otherKey, authenticating: [9]) }
        #expect(throws: CryptographyError.self) { try SealedBox.open([1], key: key, authenticating: [9]) }
        #expect(throws: CryptographyError.self) { try SealedBox.seal([1], key: [1], authenticating: []) }
    }

    @Test("The same text sealed twice gives two different boxes")
    func freshNonce() throws {
        let first = try SealedBox.seal([1], key: key, authenticating: [])
        #expect(try SealedBox.seal([1], key: key, authenticating: []) != first)
    }
}
