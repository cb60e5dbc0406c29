import CMI5
package import Database
package import Values

/// Which blocks and courses were satisfied, and which AUs were waived, in which registration (cmi5 §9.3.7, §9.3.9).
package struct Satisfactions: Sendable {
    package let tenant: TenantID

    package init(_ tenant: TenantID) { self.tenant = tenant }

    /// A block, or the course, that is done now and hadn't been before.
    package struct Pending: Sendable {
        package var item: PackageItem
        package var statementID: UUID16
        /// The item's own publisher id first, then those of its groups that were satisfied with it (CMI-LST-21).
        package var publisherIDs: [String]
    }

    /// Takes note of what is satisfied now, once for each block and course, and gives what is still to be said: inner
    /// blocks before outer ones, the course last (CMI-LST-20, 22, 23).
    /// - Parameter met: whether an AU's rule is met; waived ones count by themselves.
    package func settle(
        registration: UUID16, person: UUID16, items: [PackageItem], met: Set<UUID16>, world: World, in tx: Transaction
    ) throws -> [Pending] {
        let waived = try waived(registration: registration, in: tx)
        let byID = Dictionary(items.map { ($0.id, $0) }) { first, _ in first }
        let done = SatisfactionTree.of(items).flatMap { tree in
            tree.satisfiedGroups { id in met.contains(id) || waived.contains(id) || byID[id]?.moveOn == .notApplicable }
        }
        return try done.compactMap { id in
            guard let item = byID[id] else { return nil }
            let statement = world.newID()
            let isNew = try tx.execute(
                """
                insert into satisfaction (tenant, registration, item, person, statement, satisfied_at)
                values (\(tenant), \(registration), \(id), \(person), \(statement), \(world.now()))
                on conflict (tenant, registration, item) do nothing
                """)
            guard isNew == 1 else { return nil }
            let inner = item.kind == .course ? done.compactMap { byID[$0] }.filter { $0.kind == .block } : []
            return Pending(
                item: item, statementID: statement, publisherIDs: [item.publisherID] + inner.map(\.publisherID))
        }
    }

    /// Waives an AU once (CMI-LST-14).
    /// - Returns: false when it was waived before.
    package func waive(
        _ item: UUID16, registration: UUID16, person: UUID16, reason: String, by author: String, statement: UUID16,
        now: Instant, in tx: Transaction
    ) throws -> Bool {
        try tx.execute(
            """
            insert into waiver (tenant, registration, item, person, statement, reason, waived_by, waived_at)
            values (\(tenant), \(registration), \(item), \(person), \(statement), \(reason), \(author), \(now))
            on conflict (tenant, registration, item) do nothing
            """) == 1
    }

    package func waived(registration: UUID16, in tx: Transaction) throws -> Set<UUID16> {
        Set(
            try tx.rows("select item from waiver where tenant = \(tenant) and registration = \(registration)")
                .map { try $0.id(0) })
    }
}

extension SatisfactionTree<UUID16> {
    /// The trees that a version's items form; a course is the top of its own.
    static func of(_ items: [PackageItem]) -> [SatisfactionTree] {
        let children = Dictionary(grouping: items) { $0.parent }
        func tree(_ item: PackageItem) -> SatisfactionTree {
            item.kind == .unit ? .unit(item.id) : .group(item.id, (children[item.id] ?? []).map(tree))
        }
        return (children[nil] ?? []).filter { $0.kind == .course }.map(tree)
    }
}
