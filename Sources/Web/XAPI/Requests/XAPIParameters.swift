import Access
import Values
import XAPI

/// The parameters of a request. Each may come once, by its exact name, where the resource knows it
/// (1.0.3 Communication §3.2).
struct XAPIParameters: Equatable {
    private var values: [String: String] = [:]

    /// - Throws: `invalid` for a parameter that comes twice.
    init(_ form: URLEncodedForm) throws(ServiceError) {
        for (name, value) in form.fields { values[name] = value }
        guard values.count == form.fields.count else {
            throw Self.refusal(form.repeatedNames.map { .init($0, "comes more than once") })
        }
    }

    /// - Parameter query: percent-encoded, without the question mark.
    init(query: String?) throws(ServiceError) {
        guard let form = URLEncodedForm(parsing: query ?? "") else {
            throw ServiceError(.invalid, "The query isn't percent-encoded UTF-8.")
        }
        try self.init(form)
    }

    var names: [String] { values.keys.sorted() }

    subscript(name: String) -> String? { values[name] }

    /// - Throws: `invalid` that names all parameters which aren't in the list.
    func allow(_ known: [String]) throws(ServiceError) {
        let unknown = values.keys.filter { !known.contains($0) }
        guard unknown.isEmpty else {
            throw Self.refusal(
                unknown.sorted().map { name in
                    let near = known.first { $0.lowercased() == name.lowercased() }
                    return .init(name, "isn't a parameter here" + (near.map { " (did you mean \($0)?)" } ?? ""))
                })
        }
    }

    func uuid(_ name: String) throws(ServiceError) -> UUID16? {
        try parse(name, "isn't a UUID") { StandardUUID.parse($0) }
    }

    /// - Parameter principal: who asks; content packages have spaces in their ids, which their statements may keep too.
    func iri(_ name: String, from principal: XAPIPrincipal) throws(ServiceError) -> String? {
        let isPackage = if case .session(let session) = principal { !session.isCMI5 } else { false }
        return try parse(name, "isn't an IRI with a scheme") {
            IRI.isValid($0, allowingSpaces: isPackage) ? $0 : nil
        }
    }

    /// A plus sign that was sent without encoding arrives as a space; a timestamp has no other use for one.
    func timestamp(_ name: String) throws(ServiceError) -> Instant? {
        try parse(name, "isn't a timestamp with a zone") { text in
            XAPITimestamp(String(text.map { $0 == " " ? "+" : $0 }))?.instant
        }
    }

    /// False when it isn't there.
    func flag(_ name: String) throws(ServiceError) -> Bool {
        try parse(name, "is neither true nor false") { ["true": true, "false": false][$0] } ?? false
    }

    func natural(_ name: String) throws(ServiceError) -> Int? {
        try parse(name, "isn't a whole number from 0") { text in
            text.utf8.allSatisfy { $0 >= 48 && $0 <= 57 } && !text.isEmpty ? Int(text) ?? .max : nil
        }
    }

    func agent(_ name: String) throws(ServiceError) -> AgentParameter? {
        guard let text = values[name] else { return nil }
        return try AgentParameter.read(text, parameter: name)
    }

    /// - Throws: `invalid` when it isn't there.
    func required<Value>(_ name: String, _ value: Value?) throws(ServiceError) -> Value {
        guard let value else { throw Self.refusal([.init(name, "is missing")]) }
        return value
    }

    private func parse<Value>(
        _ name: String, _ reason: String, _ read: (String) -> Value?
    ) throws(ServiceError) -> Value? {
        guard let text = values[name] else { return nil }
        guard let value = read(text) else { throw Self.refusal([.init(name, reason)]) }
        return value
    }

    private static func refusal(_ faults: [ServiceError.Fault]) -> ServiceError {
        let text = faults.map { "\($0.place) \($0.message)" }.joined(separator: "; ")
        return ServiceError(.invalid, "Parameters: " + text + ".", faults: faults)
    }
}
