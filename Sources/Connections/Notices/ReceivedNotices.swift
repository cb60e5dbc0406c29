package import Database
import JSON
package import LTI
package import Values

/// Received notices as rows.
package struct ReceivedNotices: Sendable {
    package enum Arrival: Sendable, Equatable {
        /// To be worked on, by this id.
        case new(UUID16)
        /// The same notice came before: nothing is to be done.
        case known
        /// The nonce belongs to another notice.
        case replayed
    }

    package let tenant: TenantID

    package init(_ tenant: TenantID) { self.tenant = tenant }

    /// Stores a notice once, however often it comes (LTI-PNS-06).
    package func add(
        _ notice: ValidatedNotice, from source: NoticeSource, world: World, in tx: Transaction
    ) throws -> Arrival {
        let (key, nonce) = (shortHash(notice.id), shortHash(notice.nonce))
        let known = try tx.row(
            "select 1 from notice where tenant = \(tenant) and deployment = \(source.deployment) and notice_key = \(key)"
        )
        if known != nil { return .known }
        let used = try tx.row(
            "select 1 from notice where registration = \(source.registration) and nonce_key = \(nonce)")
        if used != nil { return .replayed }
        let id = world.newID()
        let received = JSONNode.array(source.receipt.lines.map { .array([.string($0.name), .string($0.value)]) }).text
        try tx.execute(
            """
            insert into notice (tenant, id, registration, deployment, notice_key, nonce_key, notice_id, type,
                happened_at, received_at, context_id, context_title, origins, person, received, state, note)
            values (\(tenant), \(id), \(source.registration), \(source.deployment), \(key), \(nonce), \(notice.id),
                \(notice.type), \(notice.happenedAt), \(world.now()), \(notice.context?.id),
                \(storable(notice.context?.title ?? notice.context?.label)),
                \(JSONNode.array(notice.originContexts.map(JSONNode.string)).text), \(source.person),
                \(received), \(ReceivedNotice.State.waiting.rawValue), '')
            """)
        return .new(id)
    }

    /// Notes what came of a notice; false when that was noted before.
    package func finish(
        _ id: UUID16, _ state: ReceivedNotice.State, note: String, in tx: Transaction
    ) throws -> Bool {
        try tx.execute(
            """
            update notice set state = \(state.rawValue), note = \(storable(note) ?? "")
            where tenant = \(tenant) and id = \(id) and state = \(ReceivedNotice.State.waiting.rawValue)
            """) == 1
    }

    package func find(_ id: UUID16, in tx: Transaction) throws -> ReceivedNotice? {
        try tx.row("\(raw: Self.selection) where tenant = \(tenant) and id = \(id)").map(decode)
    }

    /// The newest first.
    package func list(of registration: UUID16, in tx: Transaction) throws -> [ReceivedNotice] {
        try tx.rows(
            """
            \(raw: Self.selection) where tenant = \(tenant) and registration = \(registration)
            order by received_at desc, id desc limit 100
            """
        ).map(decode)
    }

    func about(_ person: UUID16, in tx: Transaction) throws -> [ReceivedNotice] {
        try tx.rows(
            "\(raw: Self.selection) where tenant = \(tenant) and person = \(person) order by received_at, id"
        ).map(decode)
    }

    /// Forgets notices of over half a year ago: far longer than any token lives with which one could come again.
    @discardableResult
    package static func forgetOld(in tx: Transaction, now: Instant) throws -> Int {
        try tx.execute("delete from notice where received_at < \(now.adding(seconds: -180 * 86_400))")
    }

    private static let selection = """
        select id, registration, deployment, notice_id, type, happened_at, received_at, context_id, context_title,
            origins, person, received, state, note
        from notice
        """

    private func decode(_ row: Row) throws -> ReceivedNotice {
        let lines = try JSONDocument(parsing: row.text(11)).root.elements.map {
            LaunchReceipt.Line(name: $0[0]?.string ?? "", value: $0[1]?.string ?? "")
        }
        return ReceivedNotice(
            tenant: tenant, id: try row.id(0), registration: try row.id(1), deployment: try row.id(2),
            noticeID: try row.text(3), type: try row.text(4), happenedAt: try row.instant(5),
            receivedAt: try row.instant(6), contextID: try row.textIfAny(7), contextTitle: try row.textIfAny(8),
            origins: try JSONDocument(parsing: row.text(9)).root.elements.compactMap(\.string),
            person: try row.idIfAny(10), received: lines, state: .init(rawValue: try row.text(12)) ?? .waiting,
            note: try row.text(13))
    }
}
