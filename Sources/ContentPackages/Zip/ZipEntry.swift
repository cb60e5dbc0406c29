/// One entry as the central directory of a zip describes it (PKWARE APPNOTE §4.3.12).
struct ZipEntry: Sendable, Equatable {
    /// As stored: UTF-8 where flag 11 says so, else whatever the packer's system used.
    var rawName: [UInt8]
    var flags: UInt16
    /// 0 stored, 8 deflated.
    var method: UInt16
    var crc: UInt32
    var compressedSize: Int64
    var size: Int64
    /// Where the local header stands.
    var offset: Int64
    /// The packer's system (3 is Unix), and its attributes of the file.
    var madeBySystem: UInt8
    var externalAttributes: UInt32

    var isEncrypted: Bool { flags & 0x0041 != 0 || flags & 0x2000 != 0 }
    var hasDataDescriptor: Bool { flags & 0x0008 != 0 }

    /// The file type bits of Unix, when a Unix system packed it; 0 when it didn't say.
    private var unixType: UInt32 { madeBySystem == 3 || madeBySystem == 19 ? externalAttributes >> 16 & 0o170000 : 0 }

    var isDirectory: Bool { rawName.last == UInt8(ascii: "/") }
    /// A link, device, pipe or socket.
    var isSpecial: Bool { ![0, 0o100000, 0o040000].contains(unixType) }

    /// The name as text: UTF-8 where it is that, else code page 437, the zip's own default (APPNOTE §4.4.4, D.1).
    var name: String {
        if let text = String(validating: rawName, as: UTF8.self) { return text }
        return String(String.UnicodeScalarView(rawName.map(CodePage437.scalar)))
    }
}

/// The character set of the first PCs, in which old packers write names.
enum CodePage437 {
    private static let upperHalf = Array(
        ("ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»"
            + "░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟"
            + "╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀"
            + "αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}").unicodeScalars)

    static func scalar(_ byte: UInt8) -> Unicode.Scalar {
        byte < 0x80 ? Unicode.Scalar(byte) : upperHalf[Int(byte) - 0x80]
    }
}
