package import Access
import Database
import JSON
import LearningRecords
import Values

/// Links by which staff fetch the data of attachments: they lead to the content host, where no cookie of ours is
/// (catalogue: LRS-CT-28), hold for ten minutes, and say who asked, so that the reading is recorded.
package struct AttachmentLinks: Sendable {
    private static let purpose = "attachment link"
    private static let seconds: Int64 = 600
    private let services: Services

    package init(_ services: Services) { self.services = services }

    package func url(of attachment: HeldAttachment, for principal: StaffPrincipal) throws -> String {
        let content: JSONNode = [
            "tenant": .number(principal.tenant.number), "user": .string(principal.user.description),
            "sha2": .string(attachment.sha2),
            "until": .number(services.world.now().adding(seconds: Self.seconds).unixSeconds),
        ]
        let token = Base64URL.encode(try services.vault.seal(content.serialized, for: Self.purpose, at: []))
        return services.settings.contentOrigin(label: "attachments") + "/attachments/" + token
    }

    /// Where the data lies that a link leads to; its reading is recorded.
    /// - Throws: `notFound` for a link that isn't ours or has ended, and for data that is gone.
    package func open(_ token: String) async throws -> (location: String, size: Int64, sha2: String) {
        let missing = ServiceError(.notFound, "This link leads nowhere, or has ended. Open the statement again.")
        guard let sealed = Base64URL.decode(token),
            let content = try? services.vault.open(sealed, for: Self.purpose, at: []),
            let root = try? JSONDocument(parsing: content).root, let number = root["tenant"]?.integer,
            let hash = root["sha2"]?.string.flatMap({ AttachmentHash($0) }),
            let user = root["user"]?.string.flatMap({ UUID16($0) }), let until = root["until"]?.integer
        else { throw missing }
        let (tenant, now) = (TenantID(number), services.world.now())
        let files = services.attachmentFiles
        guard now.unixSeconds < until, let size = files.size(of: hash, tenant) else { throw missing }
        try await services.database.append { tx in
            let event = AuditEvent(
                tenant: tenant, actor: .staff(user), verb: "attachment.read", objectKind: "attachment",
                objectID: hash.text)
            try AuditLog.append(event, in: tx, at: now)
        }
        return (files.location(of: hash, tenant), size, hash.text)
    }
}
