import Cohorts
import Exports
import Testing
import Values

/// Reads RFC 4180 as strictly as the standard has it.
private func parse(_ text: String, separator: Character = ",") -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var field = ""
    var isQuoted = false
    var scalars = Array(text.unicodeScalars)[...]
    while let scalar = scalars.popFirst() {
        if isQuoted {
            if scalar == "\"" {
                if scalars.first == "\"" {
                    field.unicodeScalars.append(scalars.removeFirst())
                } else {
                    isQuoted = false
                }
            } else {
                field.unicodeScalars.append(scalar)
            }
        } else if scalar == "\"" {
            isQuoted = true
        } else if Character(scalar) == separator {
            row.append(field)
            field = ""
        } else if scalar == "\r", scalars.first == "\n" {
            scalars.removeFirst()
            rows.append(row + [field])
            row = []
            field = ""
        } else {
            field.unicodeScalars.append(scalar)
        }
    }
    return rows
}

@Suite("CSV as spreadsheets and programs read it")
struct CSVWriterTests {
    private func write(
        _ rows: [[CSVCell]], _ dialect: CSVDialect = .raw, header: [String]? = nil
    ) throws -> [UInt8] {
        var bytes: [UInt8] = []
        let names = header ?? (0..<(rows.first?.count ?? 1)).map { "c\($0)" }
        var writer = try CSVWriter(names, dialect) { bytes += $0 }
        for row in rows { try writer.write(row) }
        try writer.finish()
        return bytes
    }

    private func text(_ rows: [[CSVCell]], _ dialect: CSVDialect = .raw) throws -> String {
        String(decoding: try write(rows, dialect), as: UTF8.self)
    }

    @Test("GDPR-CSV-01: Fields with comma, quote, CR and LF come back as they were, and every line ends with CRLF")
    func roundTrip() throws {
        let fields = ["plain", "a,b", "say \"hi\"", "two\r\nlines", "cr\rlf\n", "", " space ", "اسم 🎓"]
        let written = try text([fields.map(CSVCell.text), fields.reversed().map(CSVCell.text)])
        let rows = parse(written)
        #expect(rows.count == 3)
        #expect(rows[1] == fields)
        #expect(rows[2] == fields.reversed())
        #expect(written.unicodeScalars.suffix(2).map { $0 } == ["\r", "\n"])
    }

    @Test("Random fields round trip")
    func randomRoundTrip() throws {
        let alphabet = Array("ab,;\"\r\n =+'\u{FEFF}ü🎓")
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<300 {
            let rows = (0..<3).map { _ in
                (0..<4).map { _ in
                    String((0..<Int.random(in: 0...6, using: &generator)).compactMap { _ in alphabet.randomElement() })
                }
            }
            let read = parse(try text(rows.map { $0.map(CSVCell.text) }))
            #expect(
                read.dropFirst().map { $0.map { Array($0.unicodeScalars) } }
                    == rows.map { $0.map { Array($0.unicodeScalars) } })
        }
    }

    static let payloads = [
        "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", "  =1+1", " \t@x", "＝1+1", "＋1", "－1", "＠x",
        "=cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "=HYPERLINK(\"http://x\")", "\u{A0}=1", "@", "=",
    ]

    @Test("GDPR-CSV-02: Text that a spreadsheet would run gets a leading quote", arguments: payloads)
    func formulas(payload: String) throws {
        let cells = parse(try text([[.text(payload)]], .machine))
        #expect(cells[1] == ["'" + payload])
        #expect(FormulaGuard.disarmed("safe " + payload) == "safe " + payload)
    }

    @Test("GDPR-CSV-03: Numbers that we write are not prefixed")
    func numbers() throws {
        let written = try text([[.decimal(-0.5), .integer(-3), .decimal(0.85), .decimal(1)]], .machine)
        #expect(parse(written)[1] == ["-0.5", "-3", "0.85", "1"])
    }

    @Test("GDPR-CSV-04: The raw dialect leaves text as it is")
    func raw() throws { #expect(parse(try text([[.text("=1+1")]], .raw))[1] == ["=1+1"]) }

    @Test("GDPR-CSV-05: The spreadsheet variant begins with the byte order mark, the machine variant doesn't")
    func byteOrderMark() throws {
        #expect(try write([[.text("x")]], .spreadsheet(zone: .utc)).prefix(3) == [0xEF, 0xBB, 0xBF])
        #expect(try write([[.text("x")]], .machine).first == UInt8(ascii: "c"))
    }

    @Test("GDPR-CSV-06: The separator is a setting, and fields that hold it are quoted")
    func separator() throws {
        let written = try write([[.text("a;b"), .text("c,d")]], .spreadsheet(zone: .utc, separator: ";"))
        #expect(String(decoding: written.dropFirst(3), as: UTF8.self) == "c0;c1\r\n\"a;b\";c,d\r\n")
    }

    @Test("GDPR-CSV-07: Moments carry the offset of the report's zone, or Z for programs")
    func moments() throws {
        let zone = try #require(CohortZone("Europe/Paris"))
        let moment = try #require(Instant(rfc3339: "2026-07-01T10:00:00Z"))
        #expect(try text([[.moment(moment)]], .machine).contains("2026-07-01T10:00:00Z"))
        #expect(try text([[.moment(moment)]], .spreadsheet(zone: zone)).contains("2026-07-01T12:00:00+02:00"))
    }

    @Test("GDPR-CSV-08: At 23:30 UTC the day in Riyadh is the next one")
    func days() throws {
        let zone = try #require(CohortZone("Asia/Riyadh"))
        let moment = try #require(Instant(rfc3339: "2026-07-01T23:30:00Z"))
        #expect(parse(try text([[.day(zone.day(at: moment))]]))[1] == ["2026-07-02"])
    }

    @Test("GDPR-CSV-10: Decimals have a point, no exponent and no thousands mark")
    func decimals() throws {
        let values: [(Double, String)] = [
            (0.85, "0.85"), (1234567.25, "1234567.25"), (0.000001, "0.000001"), (1.0 / 3, "0.333333333"), (-1, "-1"),
            (0, "0"), (-0.0000000001, "0"), (.nan, ""),
        ]
        for (value, expected) in values { #expect(parse(try text([[.decimal(value)]]))[1] == [expected]) }
    }

    @Test("GDPR-CSV-11: Several values are joined for people and a JSON array for programs")
    func lists() throws {
        let cell = CSVCell.list(["Ada", "Grace"])
        #expect(parse(try text([[cell]], .spreadsheet(zone: .utc)))[1] == ["Ada; Grace"])
        #expect(parse(try text([[cell]], .machine))[1] == ["[\"Ada\",\"Grace\"]"])
    }

    @Test("GDPR-CSV-13: A long number that is text stays as it is")
    func longNumbers() throws {
        #expect(
            parse(try text([[.text("000123"), .text("12345678901234567890")]], .spreadsheet(zone: .utc)))[1]
                == ["000123", "12345678901234567890"])
    }
}
