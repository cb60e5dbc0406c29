import HTTPTypes
import LearningRecords
import Values
import XAPI

/// A request to the LRS with its body, the same whether it came plainly or in the alternate syntax.
struct XAPIRequest {
    var method: XAPIMethod
    var path: XAPIPath
    var parameters: XAPIParameters
    var fields: HTTPFields
    var body: [UInt8]
    /// Came as a form (1.0.3 Communication §1.3).
    var isAlternate = false
    /// Data that came along with statements in a multipart body, whose first part is the ``body``.
    var attachments: [ReceivedAttachment]?

    init(
        method: XAPIMethod, path: XAPIPath, parameters: XAPIParameters, fields: HTTPFields, body: [UInt8]
    ) {
        self.method = method
        self.path = path
        self.parameters = parameters
        self.fields = fields
        self.body = body
    }

    /// The line of the standard that the request speaks.
    func version() throws(ServiceError) -> XAPIVersion {
        try VersionHeader.parse(fields[values: .experienceAPIVersion])
    }

    /// As sent; nil when there is none.
    var contentType: String? { fields[.contentType] }

    /// HEAD is answered as GET, without the body.
    var isRead: Bool { method == .get || method == .head }
}

extension HTTPField.Name {
    static let experienceAPIVersion = known(XAPIVersion.headerName)
    static let consistentThrough = known("X-Experience-API-Consistent-Through")

    private static func known(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is a token of RFC 9110.") }
        return name
    }
}
