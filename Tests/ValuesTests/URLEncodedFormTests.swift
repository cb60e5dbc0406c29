import Testing
import Values

@Suite struct URLEncodedFormTests {
    @Test("Plus and percent are decoded, order and repeats kept")
    func parsing() throws {
        let form = try #require(URLEncodedForm(parsing: "a=1+2&b=%C3%A9%2B&a=&c"))
        #expect(form.fields.map(\.name) == ["a", "b", "a", "c"])
        #expect(form.fields.map(\.value) == ["1 2", "é+", "", ""])
        #expect(form["a"] == "1 2")
        #expect(form.repeatedNames == ["a"])
    }

    @Test("A broken percent sign or bytes that aren't UTF-8 are refused", arguments: ["a=%", "a=%4", "a=%zz", "a=%FF"])
    func broken(text: String) {
        #expect(URLEncodedForm(parsing: text) == nil)
    }

    @Test("What is encoded reads back as itself", arguments: ["", "a b", "é&=+%#?/", "{\"cmid\":2}", "日本"])
    func roundTrip(value: String) {
        let form = URLEncodedForm([("name", value)])
        #expect(URLEncodedForm(parsing: form.encoded)?["name"] == value)
    }

    @Test(
        "Pairs join a URL's own query and stay before its fragment",
        arguments: [
            ("http://a/b", "http://a/b?x=1"), ("http://a/b?t=7", "http://a/b?t=7&x=1"),
            ("http://a/b#f", "http://a/b?x=1#f"),
            ("http://a/b?t=7#f", "http://a/b?t=7&x=1#f"), ("http://a/b?", "http://a/b?x=1"),
        ])
    func appended(url: String, expected: String) {
        #expect(URLEncodedForm([("x", "1")]).appended(to: url) == expected)
    }
}
