package import Access
package import Exports
package import JSON
package import PersonalData
package import Values

/// What a certificate of erasure is made from.
package struct ErasureFacts: Sendable {
    package var request: DataRequest
    package var approvers: [String]
    package var executedAt: Instant
    package var counts: ErasureCount

    /// The certificate's words: number, dates, scope, counts, approvers, and no identity (GDPR-ERA-10).
    package var node: JSONNode {
        .compactObject([
            ("about", "Certificate of erasure of personal data (GDPR art. 17)"),
            ("request", .string(request.number)),
            ("receivedAt", .string(request.receivedAt.rfc3339)),
            ("approvedAt", request.approvedAt.map { .string($0.rfc3339) }),
            ("erasedAt", .string(executedAt.rfc3339)),
            ("ground", request.ground.map { .string("art. 17(1)(\($0.letter)): \($0.rawValue)") }),
            ("scope", "all records of one person in this tenant"),
            ("requestedBy", .string(request.requestedBy)),
            ("approvers", .array(approvers.map { .string($0) })),
            ("counts", counts.node),
            ("kept", .array(kept.map { .string($0) })),
        ])
    }

    /// Signed by the service's current key.
    package func certificate(signedBy keyring: Keyring) throws -> SignedDocument {
        try SignedDocument(.erasureCertificate, node, signedBy: keyring)
    }

    private var kept: [String] {
        counts.lines.contains { $0.action == .kept && $0.rows > 0 }
            ? ["Rows counted as kept hold no name and no key to one: the proof that a training took place (art. 5(2))."]
            : []
    }
}
