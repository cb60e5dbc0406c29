import HTTPTypes
import Hummingbird
import JSON
import NIOCore
import Values

/// A problem that ends a request with a status and one plain sentence.
struct Refusal: Error, HTTPResponseError {
    var status: HTTPResponse.Status
    var reason: String

    func response(from request: Request, context: some RequestContext) throws -> Response {
        .text(reason, status: status)
    }
}

extension Response {
    static func text(
        _ text: String, status: HTTPResponse.Status = .ok, type: String = "text/plain; charset=utf-8"
    ) -> Response {
        Response(
            status: status, headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    static func html(_ page: String, status: HTTPResponse.Status = .ok) -> Response {
        text(page, status: status, type: "text/html; charset=utf-8")
    }

    static func json(
        _ node: JSONNode, status: HTTPResponse.Status = .ok, type: String = "application/json"
    ) -> Response {
        text(node.text, status: status, type: type)
    }

    static func seeOther(_ location: String) -> Response {
        Response(status: .seeOther, headers: [.location: location])
    }
}

extension Request {
    /// The query and, for a POSTed form, its fields.
    func formFields() async throws -> URLEncodedForm {
        var form = URLEncodedForm(parsing: uri.query ?? "") ?? URLEncodedForm()
        if method == .post {
            let body = try await body.collect(upTo: 65_536)
            form.fields += URLEncodedForm(parsing: String(buffer: body))?.fields ?? []
        }
        return form
    }

    func jsonBody() async throws -> JSONDocument {
        let body = try await body.collect(upTo: 65_536)
        do { return try JSONDocument(parsing: Array(buffer: body)) } catch {
            throw Refusal(status: .badRequest, reason: "The body isn't JSON.")
        }
    }

    /// The media type of a header, without its parameters.
    func mediaType(_ name: HTTPField.Name) -> String {
        (headers[name] ?? "").split(separator: ";").first.map { $0.trimmingPrefix(while: \.isWhitespace) }
            .map { String($0) } ?? ""
    }
}

extension HTTPFields {
    /// Sets the `Link` header (RFC 8288 §3); nil leaves it out.
    mutating func setLink(_ value: String?) {
        guard let value, let name = HTTPField.Name("Link") else { return }
        self[name] = value
    }
}
