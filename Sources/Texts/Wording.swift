import Foundation
public import Values

/// Texts, numbers and moments as a reader of one language expects them.
public struct Wording: Sendable {
    public let language: Language

    public init(_ language: Language) { self.language = language }

    /// The text of a key.
    ///
    /// - Parameters:
    ///   - parameters: what stands for `{name}` in the text; kept apart from the direction of the text around it
    ///     where that runs from right to left (Unicode UAX #9, isolates).
    ///   - count: chooses the plural form, and stands for `{count}`.
    public func callAsFunction(_ key: TextKey, _ parameters: [String: String] = [:], count: Int? = nil) -> String {
        guard let row = TextTable.byKey[key] else { return key.rawValue }
        var text = row.form(in: language).text(for: count, in: language)
        guard text.contains("{") else { return text }
        var values = parameters.mapValues(isolated)
        if let count { values["count"] = number(count) }
        text = Self.fill(text, with: values)
        return text
    }

    /// A whole number with the language's grouping, in Western digits.
    public func number(_ value: Int) -> String {
        let digits = String(value.magnitude)
        var out = ""
        for (position, digit) in digits.enumerated() {
            if position > 0, (digits.count - position) % 3 == 0 { out += language == .fr ? "\u{202F}" : "," }
            out.append(digit)
        }
        return value < 0 ? "-" + out : out
    }

    /// A share from 0 to 1 as per cent, rounded down so that only a whole is 100 %.
    public func percent(_ share: Double) -> String {
        let whole = Int((min(max(share, 0), 1) * 100).rounded(.down))
        return language == .fr ? "\(whole)\u{00A0}%" : "\(whole)%"
    }

    /// A moment as date, time and zone: `12 March 2026 at 09:00 CET`.
    ///
    /// - Parameter zone: an IANA name; UTC when it isn't one.
    public func moment(_ instant: Instant, zone: String = "UTC") -> String {
        let timeZone = TimeZone(identifier: zone) ?? .gmt
        let style = Date.FormatStyle(
            date: .long, time: .shortened, locale: locale, calendar: Calendar(identifier: .gregorian),
            timeZone: timeZone)
        let abbreviation = timeZone.abbreviation(for: instant.date) ?? zone
        return instant.date.formatted(style) + " " + (timeZone == .gmt ? "UTC" : abbreviation)
    }

    /// The day of a moment in a zone: `12 March 2026`.
    public func day(_ instant: Instant, zone: String = "UTC") -> String {
        let style = Date.FormatStyle(
            date: .long, time: .omitted, locale: locale, calendar: Calendar(identifier: .gregorian),
            timeZone: TimeZone(identifier: zone) ?? .gmt)
        return instant.date.formatted(style)
    }

    private var locale: Locale {
        switch language {
        case .en: Locale(identifier: "en_GB")
        case .fr: Locale(identifier: "fr_FR")
        case .ar: Locale(identifier: "ar@numbers=latn")
        }
    }

    private func isolated(_ value: String) -> String {
        language.direction == "rtl" ? "\u{2068}\(value)\u{2069}" : value
    }

    /// Replaces `{name}`; a name without a value stays as it stands, and values aren't looked at again.
    private static func fill(_ text: String, with values: [String: String]) -> String {
        var out = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let name = String(rest[rest.index(after: open)..<close])
            out += rest[..<open] + (values[name] ?? "{\(name)}")
            rest = rest[rest.index(after: close)...]
        }
        return out + rest
    }
}

extension Instant {
    fileprivate var date: Date { Date(timeIntervalSince1970: Double(microseconds) / 1_000_000) }
}
