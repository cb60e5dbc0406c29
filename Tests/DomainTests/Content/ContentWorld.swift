import CMI5
import Content
import ContentPackages
import Database
import JSON
import TestWorld
import Values
import XAPI

/// A tenant with a cmi5 course of two AUs in a block, and whatever a test opens of it.
struct ContentWorld {
    let database: SQLDatabase
    let clock = FrozenWorld()
    let tenant = TenantID(1)
    let sessions = ContentSessions()

    init(_ engine: Engine) async throws { database = try await TestDatabase.open(engine, world: clock) }

    static let course = CourseStructure(
        id: "https://example.org/c", title: .init("en", "Course"), description: .init("en", "D"),
        children: [
            .block(.fixture("https://example.org/b", [.unit(.fixture("https://example.org/au1", .completed))])),
            .unit(.fixture("https://example.org/au2", .completedAndPassed)),
        ])

    func new(
        _ content: CheckedPackage.Content = .cmi5(course), digest: UInt8 = 1, package: UUID16? = nil
    ) -> PackageStore.NewVersion {
        PackageStore.NewVersion(
            content: content, files: 3, size: 1_000, warnings: ["odd"], digest: [UInt8](repeating: digest, count: 32),
            label: "label\(digest)", package: package, importedBy: "test", activityBase: "https://lectern.example/a/")
    }

    func importCourse() async throws -> ImportedPackage {
        let (tenant, world, new) = (tenant, clock.world, new())
        return try await database.write { try PackageStore(tenant).add(new, world: world, in: $0) }
    }

    /// Opens a session of the first AU, or of an xAPI package.
    func open(
        _ kind: PackageKind = .cmi5, registration: UUID16? = nil, item: UUID16? = nil, mode: LaunchMode = .normal
    ) async throws -> OpenedContentSession {
        let world = clock.world
        let registration = registration ?? world.newID()
        let terms = SessionTerms(
            sessionID: "s-\(world.newID())", registration: registration,
            actor: .account(homePage: "https://lectern.example", name: "opaque"),
            activityID: "https://lectern.example/a/1", publisherID: "https://example.org/au1", mode: mode,
            moveOn: .completed)
        let new = NewContentSession(
            tenant: tenant, enrolment: registration, person: person, item: item ?? Self.someItem,
            version: Self.someItem, lesson: nil, handle: "handle", kind: kind, terms: terms)
        let (id, secrets, now, sessions) = (world.newID(), SessionSecrets(world: world), clock.now, sessions)
        return try await database.write { try sessions.open(new, id: id, secrets: secrets, now: now, in: $0) }
    }

    var person: UUID16 { UUID16(high: 7, low: 7) }
    static let someItem = UUID16(high: 5, low: 5)

    func fetch(_ opened: OpenedContentSession) async throws -> FetchOutcome {
        let (sessions, now) = (sessions, clock.now)
        let credential = SessionSecrets(world: clock.world).credential
        return try await database.write {
            try sessions.fetch(opened.secrets.fetch, credential: credential, now: now, in: $0)
        }
    }

    func admit(_ statements: [ValidStatement], _ opened: OpenedContentSession) async throws -> SessionAdmission {
        let (sessions, now, session) = (sessions, clock.now, opened.session)
        return try await database.write {
            try sessions.admit(statements, session: session.id, tenant: session.tenant, now: now, in: $0)
        }
    }

    func readPreferences(_ opened: OpenedContentSession) async throws {
        let (sessions, session) = (sessions, opened.session)
        try await database.write {
            try sessions.notePreferencesRead(session: session.id, tenant: session.tenant, in: $0)
        }
    }

    /// A statement of a session's AU.
    func statement(
        _ verb: String, _ opened: OpenedContentSession, categories: [String] = [], registration: UUID16?? = nil,
        actor: JSONNode? = nil
    ) throws -> ValidStatement {
        let terms = opened.session.terms
        let registration = registration ?? terms.registration
        let result: JSONNode? =
            switch verb {
            case "completed": ["completion": true, "duration": "PT1S"]
            case "terminated": ["duration": "PT1S"]
            default: nil
            }
        var context: [(String, JSONNode?)] = [("registration", registration.map { .string("\($0)") })]
        if case .object(var members) = terms.contextTemplate {
            let list = categories.map { JSONNode.object([("id", .string($0))]) }
            members.removeAll { $0.0 == "contextActivities" }
            context += members.map { ($0.0, Optional($0.1)) }
            let grouping: JSONNode = .array([["id": .string(terms.publisherID)]])
            context.append(("contextActivities", ["category": .array(list), "grouping": grouping]))
        }
        let node = JSONNode.compactObject([
            ("id", .string("\(clock.world.newID())")), ("actor", actor ?? terms.actor.agent),
            ("verb", ["id": .string("http://adlnet.gov/expapi/verbs/\(verb)")]),
            ("object", ["id": .string(terms.activityID)]), ("result", result),
            ("context", .compactObject(context)), ("timestamp", .string(clock.now.rfc3339)),
        ])
        return try StatementReader.read(JSONDocument(parsing: node.serialized).root, version: .v1).get()
    }

    func defined(_ verb: String, _ opened: OpenedContentSession) throws -> ValidStatement {
        let categories = verb == "completed" ? [CMI5Category.cmi5, CMI5Category.moveOn] : [CMI5Category.cmi5]
        return try statement(verb, opened, categories: categories)
    }
}

extension AssignableUnit {
    static func fixture(_ id: String, _ moveOn: MoveOn) -> AssignableUnit {
        AssignableUnit(
            id: id, title: .init("en", "AU"), description: .init("en", "D"), objectives: [], url: "a.html?x=1",
            file: "a.html", moveOn: moveOn, masteryScore: 0.8, launchMethod: .ownWindow, activityType: nil,
            launchParameters: "p", entitlementKey: nil)
    }
}

extension CourseBlock {
    static func fixture(_ id: String, _ children: [CourseNode]) -> CourseBlock {
        CourseBlock(id: id, title: .init("fr", "Bloc"), description: .init(), objectives: [], children: children)
    }
}
