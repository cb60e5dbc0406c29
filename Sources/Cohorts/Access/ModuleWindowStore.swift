package import Database
package import Values

/// The windows of a cohort's modules, as rows: at most one a module.
package struct ModuleWindowStore: Sendable {
    package let tenant: TenantID

    package init(_ tenant: TenantID) { self.tenant = tenant }

    /// Sets or replaces a module's window.
    /// - Throws: `notFound`, `unprocessable` when the lock isn't after the unlock or the module is another course's.
    package func set(_ window: ModuleWindow, cohort id: UUID16, in tx: Transaction) throws {
        let cohort = try CohortStore(tenant).existing(id, in: tx)
        guard try LessonStore(tenant).findModule(window.module, in: tx)?.course == cohort.course else {
            throw ServiceError(.notFound, "There is no such module in the cohort's course.")
        }
        let resolved = window.resolved(startsAt: cohort.intent.startsAt, zone: cohort.zone)
        if let unlock = resolved.unlocksAt, let lock = resolved.locksAt, lock <= unlock {
            let fault = ServiceError.Fault("/lock", "The lock is after the unlock.")
            throw ServiceError(.unprocessable, "The window breaks a rule.", faults: [fault])
        }
        let columns = (unlock: WindowColumns(window.unlock), lock: WindowColumns(window.lock))
        try tx.execute(
            """
            insert into module_window (tenant, cohort, module, unlock_at, lock_at, unlock_day, lock_day)
            values (\(tenant), \(id), \(window.module), \(columns.unlock.moment), \(columns.lock.moment),
                \(columns.unlock.day), \(columns.lock.day))
            on conflict (tenant, cohort, module) do update set unlock_at = excluded.unlock_at,
                lock_at = excluded.lock_at, unlock_day = excluded.unlock_day, lock_day = excluded.lock_day
            """)
    }

    /// Takes a module's window away: it opens with the cohort again.
    package func clear(module: UUID16, cohort: UUID16, in tx: Transaction) throws {
        try tx.execute(
            "delete from module_window where tenant = \(tenant) and cohort = \(cohort) and module = \(module)")
    }

    /// By module.
    package func windows(cohort: UUID16, in tx: Transaction) throws -> [UUID16: ModuleWindow] {
        let windows = try tx.rows(
            """
            select module, unlock_at, lock_at, unlock_day, lock_day from module_window
            where tenant = \(tenant) and cohort = \(cohort)
            """
        ).map { row in
            ModuleWindow(
                module: try row.id(0),
                unlock: WindowColumns(moment: try row.instantIfAny(1), day: try row.intIfAny(3)).border,
                lock: WindowColumns(moment: try row.instantIfAny(2), day: try row.intIfAny(4)).border)
        }
        return Dictionary(windows.map { ($0.module, $0) }) { first, _ in first }
    }
}

private struct WindowColumns {
    var moment: Instant?
    var day: Int64?

    init(moment: Instant?, day: Int64?) {
        self.moment = moment
        self.day = day
    }

    init(_ border: WindowBorder?) {
        switch border {
        case .at(let moment): self.init(moment: moment, day: nil)
        case .day(let day): self.init(moment: nil, day: Int64(day))
        case nil: self.init(moment: nil, day: nil)
        }
    }

    var border: WindowBorder? { moment.map(WindowBorder.at) ?? day.map { .day(Int($0)) } }
}
