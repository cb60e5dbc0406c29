package import Database
package import Values

/// The documents of one tenant. Its functions work in the caller's transaction, so check and change are one step.
package struct DocumentStore: Sendable {
    package let tenant: TenantID

    package init(_ tenant: TenantID) { self.tenant = tenant }

    package func find(_ id: String, of context: DocumentContext, in transaction: Transaction) throws -> Document? {
        let row = try transaction.row(
            "select content_type, content, etag, changed_at from document where " + place(id, context))
        guard let row else { return nil }
        let type = String(decoding: try row.bytes(0), as: UTF8.self)
        return Document(
            content: DocumentContent(type: type, bytes: try row.bytes(1)), etag: try row.text(2),
            changed: try row.instant(3))
    }

    /// Ids of the documents of a context, those changed after `since` alone; oldest change first. States asked for
    /// without a registration are those of all registrations (1.0.3 Communication §2.3).
    package func list(
        _ context: DocumentContext, since: Instant? = nil, in transaction: Transaction
    ) throws -> [DocumentEntry] {
        var sql: SQL = "select document_id, changed_at from document where "
        sql = sql + everything(context)
        if let since { sql = sql + " and changed_at > \(since)" }
        var seen: Set<[UInt8]> = []
        return try transaction.rows(sql + " order by changed_at, document_id").compactMap { row in
            let id = try row.bytes(0)
            guard seen.insert(id).inserted else { return nil }
            return DocumentEntry(id: String(decoding: id, as: UTF8.self), changed: try row.instant(1))
        }
    }

    /// Stores or replaces a document.
    /// - Throws: what ``DocumentCondition/check(_:of:existing:)`` does.
    package func put(
        _ content: DocumentContent, as id: String, of context: DocumentContext, if condition: DocumentCondition,
        in transaction: Transaction, now: Instant
    ) throws {
        let known = try etag(id, context, in: transaction)
        try condition.check(.put, of: context.resource, existing: known)
        try write(content, as: id, of: context, in: transaction, now: now)
    }

    /// Merges a JSON object into a document, or stores a new document.
    /// - Parameter limit: how many bytes the merged one may have.
    /// - Throws: what ``DocumentCondition/check(_:of:existing:)`` does; `invalid` for what can't be merged; `tooLarge`.
    package func post(
        _ content: DocumentContent, as id: String, of context: DocumentContext, if condition: DocumentCondition,
        limit: Int = .max, in transaction: Transaction, now: Instant
    ) throws {
        let known = try find(id, of: context, in: transaction)
        try condition.check(.post, of: context.resource, existing: known?.etag)
        let merged = try DocumentMerge.merge(content, into: known?.content)
        guard merged.bytes.count <= limit else {
            throw ServiceError(.tooLarge, "The merged document would be larger than \(limit) bytes.")
        }
        try write(merged, as: id, of: context, in: transaction, now: now)
    }

    /// Does nothing when there is no such document.
    package func delete(
        _ id: String, of context: DocumentContext, if condition: DocumentCondition, in transaction: Transaction
    ) throws {
        if condition.ifMatch != nil || condition.ifNoneMatch != nil {
            try condition.check(
                .delete, of: context.resource, existing: try etag(id, context, in: transaction))
        }
        try transaction.execute("delete from document where " + place(id, context))
    }

    /// Deletes the same documents that ``list(_:since:in:)`` names.
    package func deleteAll(_ context: DocumentContext, in transaction: Transaction) throws {
        try transaction.execute("delete from document where \(everything(context))")
    }

    private func etag(
        _ id: String, _ context: DocumentContext, in transaction: Transaction
    ) throws -> String? {
        try transaction.row("select etag from document where " + place(id, context))?.text(0)
    }

    private func write(
        _ content: DocumentContent, as id: String, of context: DocumentContext, in transaction: Transaction,
        now: Instant
    ) throws {
        try transaction.execute(
            """
            insert into document (tenant, resource, activity, agent, registration, name, document_id, activity_iri,
                content_type, etag, changed_at, content)
            values (\(tenant), \(context.resource.rawValue), \(context.activityHash), \(context.agent),
                \(context.registrationBytes), \(DocumentContext.hash(id)), \(Array(id.utf8)),
                \(Array((context.activity ?? "").utf8)), \(Array(content.type.utf8)), \(content.etag), \(now),
                \(content.bytes))
            on conflict (tenant, resource, activity, agent, registration, name) do update set
                content_type = excluded.content_type, etag = excluded.etag, changed_at = excluded.changed_at,
                content = excluded.content
            """)
    }

    private func place(_ id: String, _ context: DocumentContext) -> SQL {
        everything(context, registration: context.registrationBytes) + " and name = \(DocumentContext.hash(id))"
    }

    private func everything(_ context: DocumentContext) -> SQL {
        let registration = context.registration == nil ? nil : context.registrationBytes
        return everything(context, registration: registration)
    }

    private func everything(_ context: DocumentContext, registration: [UInt8]?) -> SQL {
        let sql: SQL =
            """
            tenant = \(tenant) and resource = \(context.resource.rawValue) and activity = \(context.activityHash)
            and agent = \(context.agent)
            """
        guard let registration else { return sql }
        return sql + " and registration = \(registration)"
    }
}
