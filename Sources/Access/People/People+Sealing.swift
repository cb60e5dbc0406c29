import Database
import Values

extension People {
    /// Seals a text about a person with their own key, so that it can't be read any more once they are erased.
    /// - Parameter field: what it is; a box of one field doesn't open as another.
    /// - Throws: `gone` for somebody who was erased.
    package func seal(_ text: String, of person: Person, as field: String) throws -> [UInt8] {
        guard let key = try key(of: person) else { throw ServiceError(.gone, "This person's data was erased.") }
        return try key.seal(Array(text.utf8), as: field)
    }

    /// Nil for somebody who was erased.
    package func open(_ box: [UInt8], of person: Person, as field: String) throws -> String? {
        guard let key = try key(of: person) else { return nil }
        return String(decoding: try key.open(box, as: field), as: UTF8.self)
    }
}
