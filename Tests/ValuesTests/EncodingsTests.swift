import Testing
import Values

@Suite struct EncodingsTests {
    @Test(
        "Base64url of RFC 4648 §10, without padding",
        arguments: [
            ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"),
        ])
    func base64url(plain: String, encoded: String) {
        #expect(Base64URL.encode(plain.utf8) == encoded)
        #expect(Base64URL.decode(encoded) == Array(plain.utf8))
    }

    @Test(
        "Base64url in another spelling of the same bytes is refused",
        arguments: ["Zg==", "Zh", "Zm9", "Z", "Zm 9v", "Zm+v", "Zm/v", "Zm9vé"])
    func strict(encoded: String) {
        #expect(Base64URL.decode(encoded) == nil)
    }

    @Test("Bytes of every length come back, and a character that isn't of the alphabet is refused at every place")
    func base64urlLengths() {
        for length in 0..<40 {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ length) }
            let encoded = Array(Base64URL.encode(bytes).utf8)
            #expect(Base64URL.decode(encoded) == bytes)
            for place in encoded.indices {
                var damaged = encoded
                damaged[place] = UInt8(ascii: "=")
                #expect(Base64URL.decode(damaged) == nil)
            }
        }
    }

    @Test("Hexadecimal is written in lower case and read in both")
    func hexadecimal() {
        #expect(Hexadecimal.encode([0, 0xAB, 0xFF]) == "00abff")
        #expect(Hexadecimal.decode("00ABff") == [0, 0xAB, 0xFF])
        #expect(Hexadecimal.decode("0") == nil)
        #expect(Hexadecimal.decode("0g") == nil)
    }

    @Test("A secret doesn't show itself when it is printed, described or dumped")
    func secret() {
        let secret = Secret("hunter2")
        var dumped = ""
        dump(secret, to: &dumped)
        #expect(!("\(secret)" + String(reflecting: secret) + dumped).contains("hunter2"))
        #expect(secret.reveal() == "hunter2")
    }
}
