/// PostgreSQL numbers its placeholders: `?` becomes `$1`, `$2` …, except inside quotes and comments.
enum PostgresNumbering {
    private enum Place { case code, quoted(UInt8), lineComment, blockComment }

    static func numbered(_ text: String) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count + 16)
        var place = Place.code
        var number = 0
        var previous: UInt8 = 0
        for byte in text.utf8 {
            if case .code = place, byte == UInt8(ascii: "?") {
                number += 1
                out += Array("$\(number)".utf8)
            } else {
                out.append(byte)
                place = next(place, previous, byte)
            }
            previous = byte
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// A doubled quote inside quotes closes and opens again, which comes to the same.
    private static func next(_ place: Place, _ previous: UInt8, _ byte: UInt8) -> Place {
        switch (place, previous, byte) {
        case (.code, _, UInt8(ascii: "'")), (.code, _, UInt8(ascii: "\"")): .quoted(byte)
        case (.code, UInt8(ascii: "-"), UInt8(ascii: "-")): .lineComment
        case (.code, UInt8(ascii: "/"), UInt8(ascii: "*")): .blockComment
        case (.quoted(let quote), _, _): byte == quote ? .code : place
        case (.lineComment, _, UInt8(ascii: "\n")): .code
        case (.blockComment, UInt8(ascii: "*"), UInt8(ascii: "/")): .code
        default: place
        }
    }
}
