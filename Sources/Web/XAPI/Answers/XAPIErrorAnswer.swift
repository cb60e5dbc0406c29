import HTTPTypes
import JSON
import Values

/// Errors of the LRS in the form that the caller accepts: plain text, HTML or problem+json, with every fault
/// (1.0.3 Communication §3.2). Some players show the text to learners, so it is short.
enum XAPIErrorAnswer {
    static func answer(_ error: ServiceError, accept: String?, requestID: String) -> XAPIAnswer {
        var fields: HTTPFields = [.cacheControl: "no-store"]
        fields.retryAfter(of: error)
        if error.code == .unauthenticated { fields[.wwwAuthenticate] = #"Basic realm="xAPI", charset="UTF-8""# }
        let accept = accept?.lowercased() ?? ""
        let body: [UInt8]
        if accept.contains("json") {
            fields[.contentType] = "application/problem+json"
            body = ProblemDocument.node(error, requestID: requestID).serialized
        } else if accept.contains("text/html") {
            fields[.contentType] = "text/html; charset=utf-8"
            let items = lines(error).map { "<p>\(escaped($0))</p>" }.joined(separator: "\n")
            body = Array("<!doctype html>\n<title>\(error.code.status.code)</title>\n\(items)\n".utf8)
        } else {
            fields[.contentType] = "text/plain; charset=utf-8"
            body = Array((lines(error).joined(separator: "\n") + "\n").utf8)
        }
        return XAPIAnswer(error.code.status, fields: fields, body: body)
    }

    private static func lines(_ error: ServiceError) -> [String] {
        guard error.code != .internalError else { return [ProblemDocument.detail(error)] }
        return [error.message] + error.faults.map { "\($0.place): \($0.message)" }
    }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { out, character in
            switch character {
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "&": out += "&amp;"
            case "\"": out += "&quot;"
            default: out.append(character)
            }
        }
    }
}
