import Cryptography
import Testing
import Values

@Suite("Keys and signatures")
struct KeyTests {
    static let rsa = Result { try PrivateKey.generateRSA() }

    static func key(for algorithm: SignatureAlgorithm) throws -> PrivateKey {
        switch algorithm.family {
        case .rsa: try rsa.get()
        case .ellipticCurve(let curve): try PrivateKey.generateEC(curve)
        }
    }

    @Test("A signature is accepted for its own input, key and algorithm alone", arguments: SignatureAlgorithm.allCases)
    func signAndVerify(algorithm: SignatureAlgorithm) throws {
        let key = try Self.key(for: algorithm)
        let signature = try key.sign("input".utf8, algorithm: algorithm)
        #expect(key.publicKey.verify(signature, of: "input".utf8, algorithm: algorithm))
        #expect(!key.publicKey.verify(signature, of: "other".utf8, algorithm: algorithm))
        #expect(!key.publicKey.verify([], of: "input".utf8, algorithm: algorithm))
        #expect(!key.publicKey.verify(signature + [0], of: "input".utf8, algorithm: algorithm))
        for other in SignatureAlgorithm.allCases where other != algorithm {
            #expect(!key.publicKey.verify(signature, of: "input".utf8, algorithm: other))
        }
        // A refusal leaves nothing behind that would spoil the next answer.
        #expect(key.publicKey.verify(signature, of: "input".utf8, algorithm: algorithm))
    }

    @Test("An elliptic signature is the two halves of RFC 7518 §3.4", arguments: EllipticCurve.allCases)
    func rawSignature(curve: EllipticCurve) throws {
        let algorithm: SignatureAlgorithm = curve == .p256 ? .ES256 : .ES384
        let key = try PrivateKey.generateEC(curve)
        for _ in 0..<20 {
            #expect(try key.sign([1], algorithm: algorithm).count == 2 * curve.coordinateLength)
        }
        let zeros = [UInt8](repeating: 0, count: 2 * curve.coordinateLength)
        #expect(!key.publicKey.verify(zeros, of: [1], algorithm: algorithm))
    }

    @Test("A key refuses to sign by an algorithm of another kind")
    func wrongAlgorithm() throws {
        let key = try PrivateKey.generateEC(.p256)
        for algorithm in [SignatureAlgorithm.RS256, .ES384] {
            #expect(throws: CryptographyError(.wrongAlgorithm, "")) { try key.sign([1], algorithm: algorithm) }
        }
    }

    @Test("A private key survives PEM, in clear and under a passphrase")
    func privatePEM() throws {
        for key in [try Self.rsa.get(), try PrivateKey.generateEC(.p384)] {
            let clear = try key.pem(passphrase: nil)
            #expect(clear.hasPrefix("-----BEGIN PRIVATE KEY-----"))
            let again = try PrivateKey(pem: clear, passphrase: nil)
            #expect(again.publicKey.components == key.publicKey.components)

            let sealed = try key.pem(passphrase: "pass phrase")
            #expect(sealed.hasPrefix("-----BEGIN ENCRYPTED PRIVATE KEY-----"))
            let opened = try PrivateKey(pem: sealed, passphrase: "pass phrase")
            #expect(opened.publicKey.components == key.publicKey.components)
            for wrong in [nil, "", "other"] {
                #expect(throws: CryptographyError(.wrongPassphrase, "")) {
                    try PrivateKey(pem: sealed, passphrase: wrong)
                }
            }
        }
    }

    @Test("A public key survives PEM and its numbers")
    func publicForms() throws {
        let rsa = try Self.rsa.get().publicKey
        #expect(try PublicKey(pem: rsa.pem()).components == rsa.components)
        guard case .rsa(let modulus, let exponent) = rsa.components else { throw CryptographyError(.failed, "not RSA") }
        #expect(modulus.count == 256)
        #expect(exponent == [1, 0, 1])
        #expect(try PublicKey(rsaModulus: [0] + modulus, exponent: exponent).components == rsa.components)
    }

    @Test(
        "Text that isn't a key is refused",
        arguments: ["", "x", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"])
    func unreadable(text: String) {
        #expect(throws: CryptographyError(.unreadableKey, "")) { try PublicKey(pem: text) }
        #expect(throws: CryptographyError(.unreadableKey, "")) { try PrivateKey(pem: text, passphrase: nil) }
    }

    @Test("RSA under 2048 bits, over 8192, even or with a poor exponent is refused")
    func weakRSA() throws {
        let odd = [UInt8](repeating: 0xff, count: 256)
        for (modulus, exponent) in [
            ([UInt8](repeating: 0xff, count: 128), [1, 0, 1]), ([0x7f] + odd.dropFirst(), [1, 0, 1]),
            ([UInt8](repeating: 0xff, count: 1_025), [1, 0, 1]), (odd.dropLast() + [0xfe], [1, 0, 1]),
            (odd, [1]), (odd, [2]), (odd, [UInt8](repeating: 0xff, count: 9)), (odd, []), ([], [1, 0, 1]),
        ] as [([UInt8], [UInt8])] {
            #expect(throws: CryptographyError(.weakKey, "")) { try PublicKey(rsaModulus: modulus, exponent: exponent) }
        }
        #expect(throws: CryptographyError(.weakKey, "")) { try PrivateKey.generateRSA(bits: 1_024) }
    }

    @Test("A point off its curve, at infinity or compressed is refused")
    func badPoints() throws {
        let key = try PrivateKey.generateEC(.p256).publicKey
        guard case .ellipticCurve(_, let x, let y) = key.components else { throw CryptographyError(.failed, "not EC") }
        #expect(throws: Never.self) { try PublicKey(ecCurve: .p256, point: [4] + x + y) }
        var off = y
        off[31] ^= 1
        #expect(throws: CryptographyError(.pointNotOnCurve, "")) { try PublicKey(ecCurve: .p256, point: [4] + x + off) }
        #expect(throws: CryptographyError.self) { try PublicKey(ecCurve: .p256, point: [0]) }
        #expect(throws: CryptographyError.self) { try PublicKey(ecCurve: .p256, point: [2] + x) }
        #expect(throws: CryptographyError.self) { try PublicKey(ecCurve: .p384, point: [4] + x + y) }
    }

    @Test("One public key checks for many tasks at once")
    func concurrentVerification() async throws {
        let key = try Self.rsa.get()
        let signature = try key.sign("input".utf8, algorithm: .RS256)
        await withTaskGroup(of: Bool.self) { group in
            for i in 0..<8 {
                group.addTask {
                    (0..<200).allSatisfy { _ in
                        key.publicKey.verify(signature, of: i % 2 == 0 ? "input".utf8 : "other".utf8, algorithm: .RS256)
                            == (i % 2 == 0)
                    }
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }

    @Test("The system's world has this century's clock and fresh randomness")
    func systemWorld() {
        let world = World.system
        #expect(world.now() > Instant(unixSeconds: 1_700_000_000))
        #expect(world.newSecret() != world.newSecret())
        #expect(world.newSecret().utf8.count == 43)
        #expect(SecureRandom.bytes(0).isEmpty)
    }
}
