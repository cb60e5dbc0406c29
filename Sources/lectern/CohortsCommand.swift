import Access
import ArgumentParser
import Cohorts
import JSON
import Values
import Workflows

struct CohortsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cohorts", abstract: "Makes courses and cohorts, and says who is in them.",
        discussion: "Example: lectern cohorts add --course FIRE-1 --name \"Spring 2027\" --start 2027-03-01",
        subcommands: [Courses.self, AddCourse.self, AddModule.self, List.self, Add.self, SetState.self, Enrol.self])

    struct Courses: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows the courses.", discussion: "Example: lectern cohorts courses --json")

        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var tenant: TenantOption

        func run() async throws {
            try await withServices { services in
                let courses = try await ManageCohorts(services, tenant: tenant.id, by: .commandLine).courses()
                if json { return print(JSONNode.array(courses.map(\.node)).text) }
                for course in courses { print("\(course.code)  \(course.title)") }
            }
        }
    }

    struct AddCourse: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a course with its default cohort.",
            discussion: "Example: lectern cohorts add-course --code FIRE-1 --title \"Fire safety\"")

        @Option(help: "The requirement's code in reports.") var code: String
        @Option(help: "The title.") var title: String
        @Option(help: "The language, as BCP 47.") var language = "en"
        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var tenant: TenantOption

        func run() async throws {
            try await withServices { services in
                let course = try await ManageCohorts(services, tenant: tenant.id, by: .commandLine).addCourse(
                    NewCourse(code: code, title: title, language: language))
                print(json ? course.node.text : "\(course.code)  \(course.title)")
            }
        }
    }

    struct AddModule: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Adds a module with a lesson for each item of an imported package.",
            discussion: "Example: lectern cohorts add-module --course FIRE-1 --title Basics --version 0192…")

        @Option(help: "The course's code.") var course: String
        @Option(help: "The module's title.") var title: String
        @Option(
            name: .customLong("version"),
            help: "The package version's id, as `lectern packages import` and `list` print it.")
        var version: String
        @OptionGroup var tenant: TenantOption

        func run() async throws {
            guard let version = UUID16(version) else { throw ValidationError("--version takes a UUID.") }
            try await withServices { services in
                let lessons = try await ManageCohorts(services, tenant: tenant.id, by: .commandLine).addModule(
                    title, course: course, version: version)
                for lesson in lessons { print("\(lesson.id)  \(lesson.title)") }
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows a course's cohorts with their state and counts.",
            discussion: "Example: lectern cohorts list --course FIRE-1 --json")

        @Option(help: "The course's code.") var course: String
        @Flag(help: "Archived ones too.") var all = false
        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var tenant: TenantOption

        func run() async throws {
            try await withServices { services in
                let items = try await ManageCohorts(services, tenant: tenant.id, by: .commandLine).cohorts(
                    course: course, includingArchived: all)
                let now = services.world.now()
                if json { return print(JSONNode.array(items.map { $0.node(now) }).text) }
                for item in items {
                    let state = item.cohort.state(now: now).rawValue
                    print("\(item.cohort.id)  \(item.cohort.name)  \(state)  \(item.learners) learners")
                }
            }
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a cohort; days begin and end in its time zone.",
            discussion: """
                Example: lectern cohorts add --course FIRE-1 --name Spring --start 2027-03-01 --end 2027-05-31 \
                --zone Europe/Paris --capacity 30
                """)

        @Option(help: "The course's code.") var course: String
        @Option(help: "The name, for staff.") var name: String
        @Option(help: "The first day (yyyy-mm-dd).") var start: String?
        @Option(help: "The last day.") var end: String?
        @Option(help: "An IANA time zone.") var zone = "UTC"
        @Option(help: "Seats for learners.") var capacity: Int?
        @Flag(help: "Learners may read on after the end.") var review = false
        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var tenant: TenantOption

        func validate() throws { _ = try new }

        func run() async throws {
            let new = try new
            try await withServices { services in
                let cohort = try await ManageCohorts(services, tenant: tenant.id, by: .commandLine).addCohort(
                    new, course: course)
                print(json ? cohort.node(services.world.now()).text : "\(cohort.id)  \(cohort.name)")
            }
        }

        private var new: NewCohort {
            get throws {
                guard let zone = CohortZone(zone) else { throw ValidationError("--zone takes an IANA name.") }
                var new = NewCohort(name: name, zone: zone, capacity: capacity, afterEnd: review ? .review : .nothing)
                new.intent.startsAt = try start.map { zone.start(of: try day($0)) }
                new.intent.endsAt = try end.map { zone.start(of: try day($0).adding(days: 1)) }
                return new
            }
        }

        private func day(_ text: String) throws -> LocalDay {
            guard let day = LocalDay(text) else { throw ValidationError("A day is written yyyy-mm-dd: \(text)") }
            return day
        }
    }

    struct SetState: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set", abstract: "Opens, closes, cancels or archives a cohort.",
            discussion: "Example: lectern cohorts set 0192… closed")

        enum Word: String, ExpressibleByArgument, CaseIterable { case open, closed, cancelled, archived, published }

        @Argument(help: "The cohort's id.") var cohort: String
        @Argument(help: "open, closed, cancelled, archived or published.") var word: Word
        @OptionGroup var tenant: TenantOption

        func run() async throws {
            guard let id = UUID16(cohort) else { throw ValidationError("The cohort is named by its UUID.") }
            var change = CohortChange()
            change.access = CohortAccess(rawValue: word.rawValue)
            change.lifecycle = CohortLifecycle(rawValue: word.rawValue)
            try await withServices { [change] services in
                let changed = try await ManageCohorts(services, tenant: tenant.id, by: .commandLine).update(id, change)
                print("\(changed.name) is \(changed.state(now: services.world.now()).rawValue)")
            }
        }
    }

    struct Enrol: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Brings a person into a cohort; repeating it changes nothing.",
            discussion: "Example: lectern cohorts enrol 0192… --email ada@example.com")

        @Argument(help: "The cohort's id.") var cohort: String
        @OptionGroup var person: PersonOptions
        @OptionGroup var tenant: TenantOption

        func run() async throws {
            guard let id = UUID16(cohort) else { throw ValidationError("The cohort is named by its UUID.") }
            try await withServices { services in
                let found = try await FindPerson(services).run(try person.choice, tenant: tenant.id)
                let enrolment = try await EnrolPerson(services).run(
                    person: found.id, cohort: id, tenant: tenant.id, by: .commandLine
                ).orRefusal()
                print("registration \(enrolment.id), \(enrolment.status.rawValue)")
            }
        }
    }
}

extension Course {
    fileprivate var node: JSONNode {
        .compactObject([
            ("id", .string(id.description)), ("code", .string(code)), ("title", .string(title)),
            ("defaultCohort", defaultCohort.map { .string($0.description) }),
        ])
    }
}

extension Cohort {
    fileprivate func node(_ now: Instant) -> JSONNode {
        .compactObject([
            ("id", .string(id.description)), ("name", .string(name)), ("state", .string(state(now: now).rawValue)),
            ("startsAt", intent.startsAt.map { .string($0.rfc3339) }),
            ("endsAt", intent.endsAt.map { .string($0.rfc3339) }), ("timeZone", .string(zone.name)),
            ("capacity", capacity.map { .number($0) }),
        ])
    }
}

extension CohortListItem {
    fileprivate func node(_ now: Instant) -> JSONNode {
        guard case .object(let members) = cohort.node(now) else { return .null }
        return .object(
            members + [
                ("learners", .number(learners)), ("completed", .number(completed)),
                ("overCapacity", .number(overCapacity)),
            ])
    }
}
