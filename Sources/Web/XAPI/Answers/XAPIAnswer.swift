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
    /// Goes out behind the body, read as it is sent.
    var further: [AnswerPiece] = []
    /// In the place of the body: goes on as long as both sides like.
    var live: ResponseBody?

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

    private var length: Int64 { further.reduce(Int64(body.count)) { $0 + $1.size } }

    /// - Parameter isHead: the headers of a GET, without its body (1.0.3 Communication §1.1).
    func response(isHead: Bool) -> Response {
        if let live { return Response(status: status, headers: fields, body: isHead ? ResponseBody() : live) }
        var fields = fields
        if status != .noContent, status != .notModified { fields[.contentLength] = String(length) }
        if !further.isEmpty, !isHead {
            let stream = AnswerStream(pieces: [.bytes(body)] + further)
            return Response(status: status, headers: fields, body: stream.responseBody)
        }
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
