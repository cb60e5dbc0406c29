import Hummingbird
import NIOCore
import Values

/// The form that a platform's page posts. Unlike our own forms it may hold fields that we don't know, also twice.
enum PlatformForm {
    /// Room for the largest token in its encoded form, and the hints beside it.
    static let maximumBytes = 256 * 1_024

    /// - Throws: `tooLarge`, or `invalid` for what isn't a form.
    static func read(_ request: Request) async throws -> URLEncodedForm {
        let buffer: ByteBuffer
        do {
            buffer = try await request.body.collect(upTo: maximumBytes)
        } catch is NIOTooManyBytesError {
            throw ServiceError(.tooLarge, "The form is longer than \(maximumBytes) bytes.")
        }
        return try parse(String(buffer: buffer))
    }

    static func parse(_ text: String) throws -> URLEncodedForm {
        guard let form = URLEncodedForm(parsing: text), form.fields.count <= 200 else {
            throw ServiceError(.invalid, "The form can't be read.")
        }
        return form
    }
}
