import HTTPTypes
import Hummingbird
import Values
import XAPI

/// The `Content-Type` of a request that brings statements with their attachments (1.0.3 Communication §1.5.2).
struct MultipartContentType {
    private let boundary: MultipartBoundary?

    /// Nil for every other request, and for the alternate syntax, which is a form.
    init?(of incoming: Request, _ path: XAPIPath) {
        guard path.resource == .statements, [.put, .post].contains(incoming.method),
            let text = incoming.headers[.contentType], text.lowercased().hasPrefix("multipart/mixed")
        else { return nil }
        boundary = ContentTypeHeader(text)?["boundary"].flatMap { MultipartBoundary($0) }
    }

    /// - Throws: `invalid` when the header has no boundary, or none that RFC 2046 allows.
    func checkedBoundary() throws(ServiceError) -> MultipartBoundary {
        guard let boundary else {
            throw ServiceError(.invalid, "The Content-Type multipart/mixed has no proper boundary.")
        }
        return boundary
    }
}
