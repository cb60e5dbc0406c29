import JSON

/// What a store needs of an attachment's description (1.0.3 Data §2.4.11).
public struct AttachmentFacts: Hashable, Sendable {
    /// In lower case.
    public let sha2: String
    public let usageType: String
    public let contentType: String
    /// As sent; a difference from the bytes that came is no reason to refuse.
    public let length: Int64
    /// Where the data can be fetched; without it the data comes with the statement.
    public let fileURL: String?

    /// A signature of the statement (1.0.3 Data §2.6).
    public var isSignature: Bool { usageType == Self.signatureUsageType }

    public static let signatureUsageType = "http://adlnet.gov/expapi/attachments/signature"

    /// The attachments of a valid statement, those of its SubStatement behind them.
    static func all(in statement: JSONValue) -> [AttachmentFacts] {
        let own = statement["attachments"].map { $0.elements.map(AttachmentFacts.init) } ?? []
        guard let object = statement["object"], ObjectKind(of: object) == .subStatement else { return own }
        return own + (object["attachments"].map { $0.elements.map(AttachmentFacts.init) } ?? [])
    }

    private init(_ attachment: JSONValue) {
        sha2 = attachment["sha2"]?.string?.lowercased() ?? ""
        usageType = attachment["usageType"]?.string ?? ""
        contentType = attachment["contentType"]?.string ?? ""
        length = attachment["length"]?.integer ?? 0
        fileURL = attachment["fileUrl"]?.string
    }
}
