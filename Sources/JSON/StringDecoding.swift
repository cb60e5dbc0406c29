/// The UTF-8 that a string stands for, escapes resolved. The entry was checked when the document was read.
func decodedBytes(of entry: TapeEntry, in bytes: UnsafeBufferPointer<UInt8>) -> DecodedName {
    let content = UnsafeBufferPointer(rebasing: bytes[entry.content])
    return DecodedName(bytes: entry.isEscaped ? unescaped(content) : Array(content))
}

/// Bytes in the order of their values, which for UTF-8 is the order of code points.
struct DecodedName: Comparable {
    let bytes: [UInt8]

    static func < (a: DecodedName, b: DecodedName) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }
}

private func unescaped(_ content: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(content.count)
    var i = 0
    while i < content.count {
        guard content[i] == UInt8(ascii: "\\") else {
            out.append(content[i])
            i += 1
            continue
        }
        if content[i + 1] == UInt8(ascii: "u") {
            i += appendCharacter(at: i, of: content, to: &out)
        } else {
            out.append(plainEscape(content[i + 1]))
            i += 2
        }
    }
    return out
}

/// Resolves `\uXXXX` or a pair of them; gives the number of bytes read.
private func appendCharacter(at i: Int, of content: UnsafeBufferPointer<UInt8>, to out: inout [UInt8]) -> Int {
    let first = hexadecimal(content[i + 2..<i + 6]) ?? 0xFFFD
    var code = first
    var length = 6
    if first & 0xFC00 == 0xD800 {
        let second = hexadecimal(content[i + 8..<i + 12]) ?? 0xDC00
        code = 0x10000 + (first & 0x3FF) << 10 + second & 0x3FF
        length = 12
    }
    let scalar = Unicode.Scalar(code) ?? "\u{FFFD}"
    out.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
    return length
}

private func plainEscape(_ letter: UInt8) -> UInt8 {
    switch Unicode.Scalar(letter) {
    case "b": 0x08
    case "f": 0x0C
    case "n": 0x0A
    case "r": 0x0D
    case "t": 0x09
    default: letter
    }
}
