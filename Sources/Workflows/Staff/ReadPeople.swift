package import Access
package import Cohorts
import Database
package import Values

/// One person as the privacy officer and administrators see them.
package struct PersonContent: Sendable {
    package var person: Person
    package var profile: PersonProfile
    package var identifiers: [(identifier: PersonIdentifier, source: String, addedAt: Instant)]
    package var enrolments: [(enrolment: Enrolment, course: Course, cohort: Cohort)]
}

/// Finds people by something that they are exactly known by, and shows one; every reading is recorded.
///
/// Names are sealed with keys of their own, so there is no search by parts of a name.
package struct ReadPeople: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// The person of an e-mail address, account name, employee number, agent or id; nil when nobody is.
    package func find(_ text: String, by principal: StaffPrincipal) async throws -> UUID16? {
        try principal.require(.seePersonalData)
        let (people, tenant, now) = (self.people, principal.tenant, services.world.now())
        return try await services.database.write { tx in
            let found = Self.candidates(text).lazy.compactMap { try? people.find($0, of: tenant, in: tx) }.first
            let byName = try found ?? people.find(accountName: text, of: tenant, in: tx)
            let person = try byName ?? UUID16(text).flatMap { try people.find($0, of: tenant, in: tx) }
            let event = AuditEvent(
                tenant: tenant, actor: .staff(principal.user), verb: "person.search", objectKind: "person",
                person: person?.id, count: person == nil ? 0 : 1)
            try AuditLog.append(event, in: tx, at: now)
            return person?.id
        }
    }

    /// - Throws: `notFound`.
    package func run(_ id: UUID16, by principal: StaffPrincipal) async throws -> PersonContent {
        try principal.require(.seePersonalData)
        let (people, tenant, now) = (self.people, principal.tenant, services.world.now())
        return try await services.database.write { tx in
            guard let person = try people.find(id, of: tenant, in: tx) else {
                throw ServiceError(.notFound, "There is no such person.")
            }
            let enrolments = try Enrolments(tenant).ofPerson(id, in: tx).map { enrolment in
                (
                    enrolment, try CourseStore(tenant).existing(enrolment.course, in: tx),
                    try CohortStore(tenant).existing(enrolment.cohort, in: tx)
                )
            }
            let event = AuditEvent(
                tenant: tenant, actor: .staff(principal.user), verb: "person.read", objectKind: "person",
                objectID: id.description, person: id)
            try AuditLog.append(event, in: tx, at: now)
            return PersonContent(
                person: person, profile: try people.profile(of: person),
                identifiers: try people.identifiers(of: person, in: tx), enrolments: enrolments)
        }
    }

    private var people: People { People(vault: services.vault, world: services.world) }

    private static func candidates(_ text: String) -> [PersonIdentifier] {
        [.email(text), .employeeNumber(text), .agent(ifi: text), .account(text)]
    }
}
