import Cryptography
import Testing

@Suite("Passwords")
struct PasswordHashTests {
    @Test("A password verifies against its own hash alone")
    func roundTrip() throws {
        let stored = try PasswordHash.make("correct horse")
        #expect(stored.hasPrefix("$scrypt$ln=15,r=8,p=1$"))
        #expect(PasswordHash.verify("correct horse", against: stored))
        #expect(!PasswordHash.verify("correct hors", against: stored))
        #expect(!PasswordHash.verify("", against: stored))
        #expect(!PasswordHash.isOutdated(stored))
    }

    @Test("Two hashes of one password differ")
    func salted() throws {
        #expect(try PasswordHash.make("a") != PasswordHash.make("a"))
    }

    @Test("The vector of RFC 7914 §12 verifies, and counts as outdated since its cost is lower")
    func publishedVector() {
        let stored =
            "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU"
            + "$cCO9yzr9c0hGHAbNgf046_2o-7qQT44-qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw"
        #expect(PasswordHash.verify("pleaseletmein", against: stored))
        #expect(!PasswordHash.verify("pleaseletmeIn", against: stored))
        #expect(PasswordHash.isOutdated(stored))
    }

    @Test(
        "A stored text that isn't a hash of ours verifies nothing",
        arguments: [
            "", "plain", "$scrypt$ln=15,r=8,p=1$AAAA$", "$scrypt$ln=40,r=8,p=1$AAAA$AAAAAAAAAAAAAAAAAAAAAA",
            "$argon2$ln=15,r=8,p=1$AAAA$AAAAAAAAAAAAAAAAAAAAAA", "$scrypt$r=8,ln=15,p=1$AAAA$AAAAAAAAAAAAAAAAAAAAAA",
        ])
    func malformed(stored: String) {
        #expect(!PasswordHash.verify("", against: stored))
        #expect(!PasswordHash.verify("plain", against: stored))
    }
}
