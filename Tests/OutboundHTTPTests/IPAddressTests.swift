import OutboundHTTP
import Testing

@Suite("Addresses that a stranger's URL may lead to")
struct IPAddressTests {
    @Test(
        "Public addresses are called",
        arguments: [
            "93.184.216.34", "1.1.1.1", "172.15.0.1", "172.32.0.1", "100.63.0.1", "2606:4700::1111", "::ffff:1.1.1.1",
            "64:ff9b::1.1.1.1", "2002:0101:0101::1",
        ])
    func publicAddress(text: String) throws { #expect(try #require(IPAddress(text)).isPublic) }

    @Test(
        "Private, loopback, link-local and special addresses aren't, in no notation",
        arguments: [
            "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
            "169.254.169.254", "100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9",
            "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1",
            "::ffff:10.0.0.1", "::ffff:a9fe:a9fe", "fe80::1", "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1",
            "2001::1", "64:ff9b::7f00:1", "2002:7f00:1::", "fec0::1", "100::1",
        ])
    func specialAddress(text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(!address.isPublic)
    }

    @Test("Names and odd notations are no literals", arguments: ["localhost", "127.1", "0x7f000001", "", "fe80::1%lo"])
    func notLiterals(text: String) { #expect(IPAddress(text) == nil) }
}
