import Testing
import Values

@Suite("Web addresses")
struct WebAddressTests {
    @Test(
        "The parts are found, and the text stays as it came",
        arguments: [
            ("https://A.example/p?q=1#f", "https://a.example"), ("http://a.example:8080", "http://a.example:8080"),
            ("https://a.example:443/", "https://a.example"), ("http://[::1]:80/x", "http://[::1]"),
        ])
    func origin(text: String, origin: String) throws {
        let address = try #require(WebAddress(text))
        #expect(address.origin == origin)
        #expect(address.text.dropFirst(8) == text.dropFirst(8))
    }

    @Test(
        "What isn't a plain web address is refused",
        arguments: [
            "", "a.example", "//a.example", "ftp://a.example", "https://", "https:///x", "https://u@a.example/",
            "https://a.example:99999/", "https://a.example:x/", "https://a b/", "https://a.example\\@evil/",
            "https://[::1/",
            "https://::1/", "https://a.example/\n", "javascript:alert(1)",
        ])
    func refused(text: String) { #expect(WebAddress(text) == nil) }

    @Test("A segment is added to the path before the query")
    func segment() throws {
        let address = try #require(WebAddress("https://a.example/x/?q=1#f"))
        #expect(address.appending(pathSegment: "scores").text == "https://a.example/x/scores?q=1#f")
    }

    @Test("Loopback is told by name or number, not by a prefix")
    func loopback() {
        #expect(WebAddress("http://tool.localhost:1/")?.isLoopbackName == true)
        #expect(WebAddress("http://127.0.0.1/")?.isLoopbackName == true)
        #expect(WebAddress("http://127.evil.example/")?.isLoopbackName == false)
        #expect(WebAddress("http://localhost.evil.example/")?.isLoopbackName == false)
    }
}
