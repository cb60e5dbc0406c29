import Testing
import Values
import XAPI

@Suite("Data types of the standard")
struct DataTypeTests {
    @Test(
        "IRIs",
        arguments: [
            ("http://example.com", true), ("urn:uuid:1234", true), ("tag:adlnet.gov,2013:expapi:0.9", true),
            ("act:foo", true), ("a+b-c.d:x", true), ("http://[::1]:8080/x?y=z#q", true), ("http://日本.jp/", true),
            ("http://a/%20", true), ("http://Course_ID1-urn:scormdriver:26156", true), ("mailto:a@b", true),
            ("", false),
            ("a", false), (":a", false), ("a:", false), ("1a:b", false), ("//host/path", false), ("not a url", false),
            ("http://a b/", false), ("http://a/%zz", false), ("http://a/%2", false), ("http://a/<b>", false),
            ("http://a/\u{85}", false), ("http://a/\n", false), ("ab=c://x", false), ("é:x", false),
        ])
    func iris(text: String, isValid: Bool) {
        #expect(IRI.isValid(text) == isValid)
    }

    @Test(
        "Language tags",
        arguments: [
            ("en", true), ("en-US", true), ("zh-Hant-TW", true), ("x-pirate", true), ("i-klingon", true), ("und", true),
            ("sr-Latn-RS", true), ("es-419", true), ("de-CH-1901", true), ("sl-rozaj-biske-1994", true),
            ("zh-yue-HK", true), ("en-a-bbb-x-a-ccc", true), ("de-1996-u-co-phonebk", true), ("EN-gb-OED", true),
            ("zh-min-nan", true), ("abcdefgh", true), ("", false), ("e", false), ("toolonglanguage", false),
            ("en--us", false), ("en-", false), ("-en", false), ("a-DE", false), ("x", false), ("en-a", false),
            ("en-a-x", false), ("de-419-DE", false), ("en_US", false), ("12", false), ("i-nonsense", false),
            ("é", false), ("zh-z-aaa-z-bbb-c-ccc", false), ("zh-z-aaa-Z-bbb", false), ("zh-a-aaa-b-bbb", true),
        ])
    func languageTags(text: String, isWellFormed: Bool) {
        #expect(LanguageTag.isWellFormed(text) == isWellFormed)
    }

    @Test(
        "Timestamps are given in UTC with the fraction that was sent",
        arguments: [
            ("2023-05-04T12:00:00-05:00", "2023-05-04T17:00:00.000Z"),
            ("2023-05-04T12:00:00.1Z", "2023-05-04T12:00:00.100Z"),
            ("2023-05-04T12:00:00.123456Z", "2023-05-04T12:00:00.123456Z"),
            ("2023-05-04T12:00:00.123456789+00:00", "2023-05-04T12:00:00.123456789Z"),
            ("2023-05-04T12:00:00.1234567891234Z", "2023-05-04T12:00:00.123456789Z"),
            ("2023-05-04T12:00:00.000000100Z", "2023-05-04T12:00:00.0000001Z"),
            ("2023-05-04T12:00:00.100000000Z", "2023-05-04T12:00:00.100Z"),
            ("2023-05-04 12:00:00,5+0530", "2023-05-04T06:30:00.500Z"),
            ("2023-05-04T24:00:00Z", "2023-05-05T00:00:00.000Z"),
            ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.999999Z"),
            ("2016-12-31T23:59:60.123456789Z", "2016-12-31T23:59:59.999999Z"),
            ("1969-12-31T23:59:59.250Z", "1969-12-31T23:59:59.250Z"),
            ("0000-01-01T00:00:00Z", "0000-01-01T00:00:00.000Z"),
            ("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999999Z"),
        ])
    func timestamps(text: String, utc: String) {
        #expect(XAPITimestamp(text)?.utcText == utc)
    }

    @Test(
        "What is no timestamp",
        arguments: [
            "", "yesterday", "2023-05-04", "2023-05-04T12:00:00", "2023-02-29T00:00:00Z", "2023-05-04T12:00:00Zx",
            "2023-05-04T12:00:00-00:00", "01/011/2015", "2023-05-04T25:00:00Z", "0000-01-01T00:00:00+00:01",
            "9999-12-31T23:59:59-00:01",
        ])
    func noTimestamps(text: String) {
        #expect(XAPITimestamp(text) == nil)
    }

    @Test("UUIDs are those of RFC 4122, in either letter case")
    func uuids() {
        #expect(StandardUUID.parse(Sample.id.uppercased())?.description == Sample.id)
        for text in ["", "fd41c918", "fd41c918-b88b-4b20-c0a5-a4c32391aaa0", "urn:uuid:" + Sample.id, Sample.id + "0"] {
            #expect(StandardUUID.parse(text) == nil)
        }
    }

    @Test("Media types")
    func mediaTypes() {
        for text in ["text/plain", "text/plain; charset=ascii", "application/vnd.x+json", "text/plain ;a=b"] {
            #expect(MediaType.isValid(text))
        }
        for text in ["", "text", "text/", "/plain", "a/b/c", "te xt/plain", "text plain/x", ";"] {
            #expect(!MediaType.isValid(text))
        }
    }
}
