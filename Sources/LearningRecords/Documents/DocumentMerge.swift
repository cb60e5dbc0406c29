import JSON
import Values

/// POST on a document: members of a JSON object are set, one level deep (1.0.3 Communication §2.2).
enum DocumentMerge {
    /// - Parameter existing: nil when there is no document; the new one is then taken as it is.
    /// - Throws: `invalid` unless both are JSON objects sent as `application/json`.
    static func merge(_ new: DocumentContent, into existing: DocumentContent?) throws -> DocumentContent {
        guard let existing else {
            if new.isJSON { _ = try parsed(new, "The document") }
            return new
        }
        let before = try object(existing, "The stored document")
        let after = try object(new, "The document")
        var members: [(String, JSONNode)] = []
        for (name, value) in before.members where after[name] == nil {
            members.append((name, .raw(Array(value.rawBytes))))
        }
        for (name, value) in after.members { members.append((name, .raw(Array(value.rawBytes)))) }
        return DocumentContent(type: existing.type, bytes: JSONNode.object(members).serialized)
    }

    private static func object(_ content: DocumentContent, _ name: String) throws -> JSONValue {
        guard content.isJSON else {
            throw ServiceError(.invalid, "\(name) isn't application/json, so it can't be merged.")
        }
        let value = try parsed(content, name)
        guard value.kind == .object else {
            throw ServiceError(.invalid, "\(name) isn't a JSON object, so it can't be merged.")
        }
        return value
    }

    private static func parsed(_ content: DocumentContent, _ name: String) throws -> JSONValue {
        // How large a document may be is decided where it arrives.
        let limits = JSONLimits(bytes: max(JSONLimits.standard.bytes, content.bytes.count))
        do {
            return try JSONDocument(parsing: content.bytes, limits: limits).root
        } catch {
            throw ServiceError(.invalid, "\(name) isn't readable as JSON: \(error)")
        }
    }
}
