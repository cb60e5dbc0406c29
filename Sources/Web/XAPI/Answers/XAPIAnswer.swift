import HTTPTypes
import Hummingbird
import JSON
import NIOCore
import Values

/// What a resource answers, before what every answer carries is added.
struct XAPIAnswer {
    var status: HTTPResponse.Status
    var fields: HTTPFields
    var body: [UInt8]

    init(_ status: HTTPResponse.Status, fields: HTTPFields = [:], body: [UInt8] = []) {
        self.status = status
        self.fields = fields
        self.body = body
    }

    static var noContent: XAPIAnswer { XAPIAnswer(.noContent) }

    static func json(_ bytes: [UInt8], fields: HTTPFields = [:]) -> XAPIAnswer {
        var fields = fields
        fields[.contentType] = "application/json"
        return XAPIAnswer(.ok, fields: fields, body: bytes)
    }

    static func json(_ node: JSONNode, fields: HTTPFields = [:]) -> XAPIAnswer {
        json(node.serialized, fields: fields)
    }

    /// - Parameter isHead: the headers of a GET, without its body (1.0.3 Communication §1.1).
    func response(isHead: Bool) -> Response {
        var fields = fields
        if status != .noContent, status != .notModified { fields[.contentLength] = String(body.count) }
        let body = isHead || body.isEmpty ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: body))
        return Response(status: status, headers: fields, body: body)
    }
}

extension Instant {
    /// `Sun, 06 Nov 1994 08:49:37 GMT`, whole seconds (RFC 9110 §5.6.7).
    var httpDate: String {
        let parts = civil
        let days = unixSeconds.flooredQuotient(dividingBy: 86_400)
        let weekday = Int(((days + 4) % 7 + 7) % 7)
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        let year = String(repeating: "0", count: max(0, 4 - String(parts.year).count)) + String(parts.year)
        return "\(Self.weekdays[weekday]), \(two(parts.day)) \(Self.months[parts.month - 1]) \(year) "
            + "\(two(parts.hour)):\(two(parts.minute)):\(two(parts.second)) GMT"
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
