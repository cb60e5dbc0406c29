import Cryptography
import HTTPTypes
import Values
import Workflows

extension XAPIAnswer {
    /// Statements, as JSON alone or with the data of their attachments (1.0.3 Communication §1.5.2).
    /// - Parameter attachments: nil when nobody asked for them.
    static func statements(
        _ json: [UInt8], _ attachments: [HeldAttachment]?, fields: HTTPFields
    ) -> XAPIAnswer {
        guard let attachments else { return .json(json, fields: fields) }
        // No data can hold the hash of the statements that hold the data's own hash.
        let boundary = "lectern-" + Hexadecimal.encode(Digest.sha256(json).prefix(16))
        var fields = fields
        fields[.contentType] = "multipart/mixed; boundary=" + boundary
        fields[.xContentTypeOptions] = "nosniff"
        let first = "--\(boundary)\r\nContent-Type: application/json\r\n\r\n"
        var answer = XAPIAnswer(.ok, fields: fields, body: Array(first.utf8) + json)
        for attachment in attachments {
            let head = """
                \r\n--\(boundary)\r\nContent-Type: \(attachment.contentType)\r\nContent-Transfer-Encoding: binary\r\n\
                X-Experience-API-Hash: \(attachment.sha2)\r\n\r\n
                """
            answer.further.append(.bytes(Array(head.utf8)))
            answer.further.append(.file(location: attachment.location, size: attachment.size))
        }
        answer.further.append(.bytes(Array("\r\n--\(boundary)--\r\n".utf8)))
        return answer
    }
}
