import Database
import LearningRecords
import Values
import XAPI

/// An attachment's data as it goes out with statements.
package struct HeldAttachment: Sendable {
    /// Hexadecimal.
    package let sha2: String
    /// Fit for a header.
    package let contentType: String
    package let size: Int64
    /// Where the data lies.
    package let location: String
}

/// Finds the data that statements of an answer carry. A statement that merely names the hash of data which came with
/// another one doesn't give access to it.
struct HeldAttachments {
    private let files: AttachmentFiles
    private let tenant: TenantID

    init(_ services: Services, _ tenant: TenantID) {
        files = services.attachmentFiles
        self.tenant = tenant
    }

    /// Each once, in the order in which the statements name them; data that is gone isn't among them.
    func of(_ bodies: [[UInt8]], in tx: Transaction) throws -> [HeldAttachment] {
        let statements = try bodies.map { try StoredStatement.read($0) }.filter { !$0.attachments.isEmpty }
        guard !statements.isEmpty else { return [] }
        var wanted = try AttachmentStore(tenant).carried(by: statements.compactMap(\.id), in: tx)
        var found: [HeldAttachment] = []
        for attachment in statements.flatMap(\.attachments) {
            guard let hash = AttachmentHash(attachment.sha2), wanted.remove(hash) != nil,
                let size = files.size(of: hash, tenant)
            else { continue }
            found.append(
                HeldAttachment(
                    sha2: hash.text, contentType: Self.headerValue(attachment.contentType), size: size,
                    location: files.location(of: hash, tenant)))
        }
        return found
    }

    /// What was stored before control characters were refused doesn't go out with them.
    private static func headerValue(_ type: String) -> String {
        MediaType.isValid(type) ? type : "application/octet-stream"
    }
}
