import JSON

/// Attachments (1.0.3 Data §2.4.11, §2.6; IEEE 9274.1.1 §4.2.2.6).
extension ShapeCheck {
    mutating func checkAttachment(_ value: JSONValue) {
        checkObject(
            value, as: "an attachment", needing: ["usageType", "display", "contentType", "length", "sha2"]
        ) { check, name, child in
            switch name {
            case "usageType": check.checkIRI(child)
            case "display", "description": check.checkLanguageMap(child)
            case "contentType": check.checkContentType(child, of: value)
            case "length": check.checkLength(child)
            case "sha2": check.checkSHA2(child)
            case "fileUrl": check.checkIRL(child)
            default: return false
            }
            return true
        }
    }

    private mutating func checkContentType(_ value: JSONValue, of attachment: JSONValue) {
        guard let text = value.string, MediaType.isValid(text) else { return report(value, "must be a media type") }
        if attachment["usageType"]?.string == AttachmentFacts.signatureUsageType, text != "application/octet-stream" {
            report(value, "must be application/octet-stream, since the attachment is a signature")
        }
    }

    private mutating func checkLength(_ value: JSONValue) {
        guard let length = value.integer, length >= 0 else { return report(value, "must be a number of bytes") }
    }

    /// SHA-224, 256, 384 or 512 in hexadecimal.
    private mutating func checkSHA2(_ value: JSONValue) {
        let isValid = value.withUTF8 { [56, 64, 96, 128].contains($0.count) && $0.allSatisfy(isHexadecimal) }
        if isValid != true { report(value, "must be a SHA-2 hash in hexadecimal digits") }
    }
}
