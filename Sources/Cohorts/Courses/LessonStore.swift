import CMI5
package import Database
package import Values

/// Modules and lessons of a tenant's courses, as rows.
package struct LessonStore: Sendable {
    package let tenant: TenantID

    package init(_ tenant: TenantID) { self.tenant = tenant }

    /// A module at the end of the course.
    package func addModule(course: UUID16, title: String, world: World, in tx: Transaction) throws -> Module {
        _ = try CourseStore(tenant).existing(course, in: tx)
        try check(title: title)
        let last = try tx.row(
            "select coalesce(max(position), 0) from module where tenant = \(tenant) and course = \(course)")
        let module = Module(
            id: world.newID(), course: course, title: title.trimmedForNames, position: Int(try last?.int(0) ?? 0) + 1)
        try tx.execute(
            """
            insert into module (tenant, id, course, title, position)
            values (\(tenant), \(module.id), \(course), \(module.title), \(module.position))
            """)
        return module
    }

    /// A lesson at the end of a module. Enrolments of the course that were completed are active again when it is a
    /// required one.
    /// - Throws: `conflict` when another lesson of the course reports under the same activity id, since a statement
    ///   couldn't tell which one it means.
    package func addLesson(
        _ new: NewLesson, module id: UUID16, world: World, in tx: Transaction
    ) throws -> Lesson {
        guard let module = try findModule(id, in: tx) else {
            throw ServiceError(.notFound, "There is no such module.")
        }
        try check(title: new.title)
        guard !new.rule.activityID.isEmpty, !new.rule.activityID.contains("\u{0}") else {
            throw ServiceError(.unprocessable, "A lesson has an activity id.", faults: [.init("/rule/activityID", "")])
        }
        guard try lesson(activity: new.rule.activityID, course: module.course, in: tx) == nil else {
            throw ServiceError(.conflict, "Another lesson of the course reports under the same activity id.")
        }
        let last = try tx.row(
            "select coalesce(max(position), 0) from lesson where tenant = \(tenant) and module = \(id)")
        let lesson = Lesson(
            id: world.newID(), course: module.course, module: id, title: new.title.trimmedForNames,
            position: Int(try last?.int(0) ?? 0) + 1, isRequired: new.isRequired, item: new.item, rule: new.rule,
            createdAt: world.now())
        try insert(lesson, in: tx)
        if lesson.isRequired, !lesson.rule.isMetByRule {
            try EnrolmentCompletion(tenant).settleCompleted(
                course: module.course, reason: "a required lesson was added", now: world.now(), in: tx)
        }
        return lesson
    }

    package func modules(course: UUID16, in tx: Transaction) throws -> [Module] {
        try tx.rows(
            """
            select id, course, title, position from module
            where tenant = \(tenant) and course = \(course) order by position, id
            """
        ).map(decodeModule)
    }

    /// All lessons of a course in the order in which learners see them.
    package func lessons(course: UUID16, in tx: Transaction) throws -> [Lesson] {
        try tx.rows(
            Self.selection + """
                join module m on m.tenant = l.tenant and m.id = l.module
                where l.tenant = \(tenant) and l.course = \(course)
                order by m.position, m.id, l.position, l.id
                """
        ).map(decode)
    }

    package func find(_ id: UUID16, in tx: Transaction) throws -> Lesson? {
        try tx.row(Self.selection + "where l.tenant = \(tenant) and l.id = \(id)").map(decode)
    }

    package func findModule(_ id: UUID16, in tx: Transaction) throws -> Module? {
        try tx.row("select id, course, title, position from module where tenant = \(tenant) and id = \(id)")
            .map(decodeModule)
    }

    /// The lesson of a course whose content reports under that activity id.
    package func lesson(activity: String, course: UUID16, in tx: Transaction) throws -> Lesson? {
        let key = ActivityKey.bytes(of: activity)
        let found = try tx.row(
            Self.selection + "where l.tenant = \(tenant) and l.course = \(course) and l.activity_key = \(key)")
        return try found.map(decode)
    }

    /// Lessons that open a content item.
    package func lessons(item: UUID16, in tx: Transaction) throws -> [Lesson] {
        try tx.rows(Self.selection + "where l.tenant = \(tenant) and l.item = \(item) order by l.id").map(decode)
    }

    private func insert(_ lesson: Lesson, in tx: Transaction) throws {
        let columns = RuleColumns(lesson.rule.kind)
        try tx.execute(
            """
            insert into lesson (tenant, id, course, module, title, position, required, item, activity_id,
                activity_key, rule, move_on, failed_completes, created_at)
            values (\(tenant), \(lesson.id), \(lesson.course), \(lesson.module), \(lesson.title),
                \(lesson.position), \(lesson.isRequired), \(lesson.item), \(lesson.rule.activityID),
                \(ActivityKey.bytes(of: lesson.rule.activityID)), \(columns.rule), \(columns.moveOn),
                \(columns.failedCompletes), \(lesson.createdAt))
            """)
    }

    private func check(title: String) throws {
        guard (1...255).contains(title.trimmedForNames.count), !title.hasControlCharacters else {
            let fault = ServiceError.Fault("/title", "A title has 1 to 255 characters.")
            throw ServiceError(.unprocessable, "The title breaks a rule.", faults: [fault])
        }
    }

    private static let selection: SQL = """
        select l.id, l.course, l.module, l.title, l.position, l.required, l.item, l.activity_id, l.rule, l.move_on,
            l.failed_completes, l.created_at
        from lesson l\u{20}
        """

    private func decodeModule(_ row: Row) throws -> Module {
        Module(
            id: try row.id(0), course: try row.id(1), title: try row.text(2), position: Int(try row.int(3)))
    }

    private func decode(_ row: Row) throws -> Lesson {
        let columns = RuleColumns(
            rule: try row.text(8), moveOn: try row.text(9), failedCompletes: try row.bool(10))
        return Lesson(
            id: try row.id(0), course: try row.id(1), module: try row.id(2), title: try row.text(3),
            position: Int(try row.int(4)), isRequired: try row.bool(5), item: try row.idIfAny(6),
            rule: CompletionRule(activityID: try row.text(7), kind: try columns.kind),
            createdAt: try row.instant(11))
    }
}
