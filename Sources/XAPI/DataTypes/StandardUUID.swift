public import Values

/// UUIDs as the standard takes them (1.0.3 Data §4.4): the 36-character form of RFC 4122 in either letter case.
public enum StandardUUID {
    /// Nil for another form, and for another variant than RFC 4122's.
    public static func parse(_ text: String) -> UUID16? {
        guard let id = UUID16(text), id.low >> 62 == 0b10 else { return nil }
        return id
    }
}
