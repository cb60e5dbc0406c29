package import Database
package import Values

extension StatementStore {
    /// One statement by its id, voided or not.
    package func find(_ id: UUID16, in transaction: Transaction) throws -> StoredStatement? {
        let row = try transaction.row(
            """
            select s.stored_at, s.body, s.authority, s.source, case when s.voiding = 0 and exists (
                select 1 from statement_reference r
                where r.tenant = s.tenant and r.target = s.id and r.voiding = 1) then 1 else 0 end
            from statement s where s.tenant = \(tenant) and s.id = \(id)
            """)
        guard let row else { return nil }
        return StoredStatement(
            id: id, stored: try row.instant(0), isVoided: try row.bool(4), authority: try row.bytes(2),
            source: .init(number: try row.int(3)), body: try row.bytes(1))
    }

    /// The place of the statement that was stored last.
    package func newest(in transaction: Transaction) throws -> StatementPosition? {
        try transaction.row(
            "select stored_at, seq from statement where tenant = \(tenant) order by stored_at desc, seq desc limit 1"
        ).map { StatementPosition(stored: try $0.instant(0), row: try $0.int(1)) }
    }

    /// A page of statements that aren't voided, in the order of `stored`.
    ///
    /// One criterion is walked along the index, the rarest as far as a short look tells; the others are looked up for
    /// each statement on the way.
    /// - Parameters:
    ///   - after: the position behind which the page begins.
    ///   - limit: at least 1.
    ///   - byteLimit: the page ends early when its statements are larger together.
    package func page(
        _ filter: StatementFilter, after: StatementPosition? = nil, limit: Int, byteLimit: Int = .max,
        in transaction: Transaction
    ) throws -> StatementPage {
        var criteria = filter.criteria
        if let authority = filter.authority { criteria.append(Self.keys(authority: authority)) }
        let walked = try rarest(criteria, in: transaction)
        let others = criteria.indices.filter { $0 != walked }.map { criteria[$0] }
        let mayMeetVoided =
            try transaction.row("select 1 from statement_reference where tenant = \(tenant) limit 1") != nil
        var found = FoundStatements()
        for key in walked.map({ criteria[$0].map(Optional.some) }) ?? [nil] {
            try StatementWalk(
                store: self, key: key, others: others, filter: filter, after: after, limit: limit + 1,
                byteLimit: byteLimit, mayMeetVoided: mayMeetVoided
            ).run(&found, in: transaction)
        }
        if walked.map({ criteria[$0].count > 1 }) == true { found.merge(isAscending: filter.isAscending) }
        return found.page(limit: limit, byteLimit: byteLimit)
    }

    /// Where an authority may stand in the index.
    private static func keys(authority: [UInt8]) -> [StatementKey] {
        [StatementKey(.relatedAgent, hash: authority), StatementKey(.agent, hash: authority)]
    }

    /// The index of the criterion with the fewest statements; nil when there is none. They are counted up to a bound that
    /// rises until one of them stays under it, so that a rare one is found among common ones at a small price. Of two
    /// that are alike, a verb says least.
    func rarest(_ criteria: [[StatementKey]], in transaction: Transaction) throws -> Int? {
        guard criteria.count > 1 else { return criteria.indices.first }
        let order = criteria.indices.sorted { (criteria[$0].isVerb ? 1 : 0, $0) < (criteria[$1].isVerb ? 1 : 0, $1) }
        for bound in Self.bounds {
            var best: (index: Int, count: Int64)?
            for index in order {
                let count = try criteria[index].reduce(0) { try $0 + self.count($1, upTo: bound, in: transaction) }
                if count < best?.count ?? Int64(bound) { best = (index, count) }
            }
            if let best { return best.index }
        }
        return order.first
    }

    private static let bounds = [256, 4_096, 65_536]

    private func count(_ key: StatementKey, upTo bound: Int, in transaction: Transaction) throws -> Int64 {
        try transaction.row(
            """
            select count(*) from (select 1 from statement_key
                where tenant = \(tenant) and key = \(key.bytes) limit \(bound)) few
            """)?.int(0) ?? 0
    }
}

extension [StatementKey] {
    fileprivate var isVerb: Bool { first?.kind == .verb }
}
