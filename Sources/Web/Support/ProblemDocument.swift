import HTTPTypes
package import Hummingbird
package import JSON
import NIOCore
package import Values

/// An error as `application/problem+json` (RFC 9457), with every fault under `errors`.
package enum ProblemDocument {
    /// The document's members; an internal error tells nothing but the request's id.
    package static func node(_ error: ServiceError, requestID: String) -> JSONNode {
        var members: [(String, JSONNode)] = [
            ("type", .string("urn:lectern:problem:" + error.code.rawValue)),
            ("title", .string(error.code.status.reasonPhrase)),
            ("status", .number(String(error.code.status.code))),
            ("detail", .string(detail(error))),
            ("instance", .string("urn:lectern:request:" + requestID)),
        ]
        if error.code != .internalError, !error.faults.isEmpty {
            members.append(("errors", .array(error.faults.map(member))))
        }
        return .object(members)
    }

    /// The answer as problem+json.
    package static func response(_ error: ServiceError, requestID: String) -> Response {
        response(error, type: "application/problem+json", body: node(error, requestID: requestID).serialized)
    }

    /// The answer as plain text, one fault a line, as people who debug a statement like it.
    package static func plainText(_ error: ServiceError) -> Response {
        var lines = [detail(error)]
        if error.code != .internalError { lines += error.faults.map { "\($0.place): \($0.message)" } }
        let body = Array(lines.joined(separator: "\n").utf8) + [UInt8(ascii: "\n")]
        return response(error, type: "text/plain; charset=utf-8", body: body)
    }

    /// What a caller may read: never the cause, and nothing of a defect.
    package static func detail(_ error: ServiceError) -> String {
        error.code == .internalError ? "The service failed. Nothing was stored." : error.message
    }

    private static func member(_ fault: ServiceError.Fault) -> JSONNode {
        .object([("pointer", .string(fault.place)), ("detail", .string(fault.message))])
    }

    private static func response(_ error: ServiceError, type: String, body: [UInt8]) -> Response {
        var headers: HTTPFields = [.contentType: type, .cacheControl: "no-store"]
        headers.retryAfter(of: error)
        return Response(
            status: error.code.status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}

extension HTTPFields {
    /// Adds `Retry-After` where the error names a time, and always to a 503 (RFC 9110 §10.2.3).
    package mutating func retryAfter(of error: ServiceError) {
        if let seconds = error.retryAfter ?? (error.code == .unavailable ? 5 : nil) {
            self[.retryAfter] = String(seconds)
        }
    }
}
