import Testing
import Values

@Suite struct ByteSearchTests {
    @Test(
        "Bytes are found where they stand, from the first to the last place",
        arguments: [
            ("abc", true), ("xabc", true), ("abcx", true), ("aabc", true), ("ababc", true), ("aab", false),
            ("ab", false), ("", false), ("ab c", false), ("xxab", false), ("ABC", false),
        ])
    func holds(text: String, isFound: Bool) {
        #expect(Array(text.utf8).holds("abc") == isFound)
        #expect(Array(text.utf8).holds(""))
    }
}
