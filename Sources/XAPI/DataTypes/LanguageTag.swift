/// Language tags (RFC 5646 §2.1): well-formedness, without a look into the registry.
public enum LanguageTag {
    public static func isWellFormed(_ tag: some StringProtocol) -> Bool {
        let subtags = tag.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard subtags.allSatisfy({ (1...8).contains($0.count) && $0.allSatisfy(isAlphanumeric) }) else { return false }
        if subtags.first?.count == 1 { return isPrivateUse(subtags) || isGrandfathered(tag) }
        return isLanguageTag(subtags) || isGrandfathered(tag)
    }

    private static func isPrivateUse(_ subtags: [some Collection<UInt8>]) -> Bool {
        subtags.count > 1 && subtags[0].first.map { $0 | 0x20 } == UInt8(ascii: "x")
    }

    /// `language [-extlang…] [-script] [-region] [-variant…] [-extension…] [-x-…]`
    private static func isLanguageTag(_ subtags: [some Collection<UInt8>]) -> Bool {
        guard let language = subtags.first, (2...8).contains(language.count), language.allSatisfy(isLetter) else {
            return false
        }
        var rest = subtags.dropFirst()
        if language.count <= 3 {
            var extended = 0
            while extended < 3, let next = rest.first, next.count == 3, next.allSatisfy(isLetter) {
                rest.removeFirst()
                extended += 1
            }
        }
        if let script = rest.first, script.count == 4, script.allSatisfy(isLetter) { rest.removeFirst() }
        if let region = rest.first, isRegion(region) { rest.removeFirst() }
        while let variant = rest.first, isVariant(variant) { rest.removeFirst() }
        return areExtensions(rest)
    }

    private static func isRegion(_ subtag: some Collection<UInt8>) -> Bool {
        subtag.count == 2 && subtag.allSatisfy(isLetter) || subtag.count == 3 && subtag.allSatisfy(isDigit)
    }

    private static func isVariant(_ subtag: some Collection<UInt8>) -> Bool {
        subtag.count >= 5 || subtag.count == 4 && subtag.first.map(isDigit) == true
    }

    /// Singletons, no letter twice (§2.2.6), each with at least one subtag of two or more characters behind it; `x`
    /// ends them.
    private static func areExtensions(_ subtags: ArraySlice<some Collection<UInt8>>) -> Bool {
        var rest = subtags
        var seen: Set<UInt8> = []
        while let singleton = rest.popFirst() {
            guard singleton.count == 1, let first = rest.first, let letter = singleton.first.map({ $0 | 0x20 }) else {
                return false
            }
            if letter == UInt8(ascii: "x") { return true }
            guard first.count >= 2, seen.insert(letter).inserted else { return false }
            while let subtag = rest.first, subtag.count >= 2 { rest.removeFirst() }
        }
        return true
    }

    private static func isGrandfathered(_ tag: some StringProtocol) -> Bool { irregular.contains(tag.lowercased()) }

    /// The tags of RFC 5646 §2.1 that are valid although the grammar doesn't give them.
    private static let irregular: Set<String> = [
        "en-gb-oed", "i-ami", "i-bnn", "i-default", "i-enochian", "i-hak", "i-klingon", "i-lux", "i-mingo", "i-navajo",
        "i-pwn", "i-tao", "i-tay", "i-tsu", "sgn-be-fr", "sgn-be-nl", "sgn-ch-de", "art-lojban", "cel-gaulish",
        "no-bok", "no-nyn", "zh-guoyu", "zh-hakka", "zh-min", "zh-min-nan", "zh-xiang",
    ]

    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) }
}
