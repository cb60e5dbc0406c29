import HTTPTypes
package import Hummingbird
import NIOCore
package import Values

/// A posted HTML form: small, of the right type, no name twice except where a list is asked for.
package struct FormBody: Sendable {
    private let form: URLEncodedForm

    /// The most that a form may hold; longer texts come as files.
    package static let maximumBytes = 128 * 1024
    /// Fields; a page with more of them has gone wrong.
    package static let maximumFields = 1_000

    package init(_ form: URLEncodedForm) { self.form = form }

    /// Reads the body.
    ///
    /// - Parameter lists: names that may repeat, such as a group of boxes.
    /// - Throws: `.unsupportedMediaType`, `.tooLarge`, or `.invalid` with each repeated name as a fault.
    package static func read(_ request: Request, lists: Set<String> = []) async throws -> FormBody {
        let type = request.headers[.contentType]?.lowercased().prefix { $0 != ";" }.filter { $0 != " " }
        guard type == "application/x-www-form-urlencoded" else {
            throw ServiceError(.unsupportedMediaType, "A form is expected (application/x-www-form-urlencoded).")
        }
        let buffer: ByteBuffer
        do {
            buffer = try await request.body.collect(upTo: maximumBytes)
        } catch is NIOTooManyBytesError {
            throw ServiceError(.tooLarge, "The form is longer than \(maximumBytes) bytes.")
        }
        return try parse(String(buffer: buffer), lists: lists)
    }

    static func parse(_ text: String, lists: Set<String> = []) throws -> FormBody {
        guard let form = URLEncodedForm(parsing: text), form.fields.count <= maximumFields else {
            throw ServiceError(.invalid, "The form can't be read.")
        }
        let repeated = form.repeatedNames.filter { !lists.contains($0) }
        guard repeated.isEmpty else {
            let faults = repeated.map { ServiceError.Fault($0, "is there more than once") }
            throw ServiceError(.invalid, "A field is there more than once.", faults: faults)
        }
        return FormBody(form)
    }

    /// The value without white space at its ends; empty when the field is absent.
    package subscript(name: String) -> String {
        guard let value = form[name] else { return "" }
        let start = value.drop { $0.isWhitespace }
        return String(start.reversed().drop { $0.isWhitespace }.reversed())
    }

    /// The value as it was sent, for passwords.
    package func exact(_ name: String) -> String { form[name] ?? "" }

    package func isPresent(_ name: String) -> Bool { form[name] != nil }

    package func list(_ name: String) -> [String] { form.values(name) }
}
