import Access
import Cohorts
import Connections
import Database
package import Values

/// Writes what a learner's gradebook at the platform says beside the score, and sends the score again with it.
package struct CommentScore: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// The comment as it stands; nil without one.
    package func read(_ enrolment: UUID16, for reader: RosterReader) async throws -> String? {
        let people = People(vault: services.vault, world: services.world)
        return try await services.database.read { tx in
            let (_, person) = try Self.find(enrolment, reader, people, tx)
            return try ScoreComments(reader.tenant).find(enrolment, in: tx).flatMap {
                try people.open($0.sealed, of: person, as: ScoreComments.field)
            }
        }
    }

    /// - Parameter text: plain; empty takes the comment away.
    /// - Throws: `notFound` for an enrolment that isn't the reader's, `unprocessable` for a text that is too long.
    package func write(_ text: String, _ enrolment: UUID16, by reader: RosterReader) async throws {
        guard text.count <= ScoreComments.longest, !text.contains("\u{0}") else {
            let fault = ServiceError.Fault("comment", "A comment has at most \(ScoreComments.longest) characters.")
            throw ServiceError(.unprocessable, "The comment is too long.", faults: [fault])
        }
        let (world, people) = (services.world, People(vault: services.vault, world: services.world))
        try await services.database.write { tx in
            let (found, person) = try Self.find(enrolment, reader, people, tx)
            let sealed = text.isEmpty ? nil : try people.seal(text, of: person, as: ScoreComments.field)
            try ScoreComments(reader.tenant).set(
                sealed, enrolment: enrolment, person: found.person, in: tx, now: world.now())
            let event = AuditEvent(
                tenant: reader.tenant, actor: reader.actor, verb: "score.comment", objectKind: "enrolment",
                objectID: enrolment.description, person: found.person)
            try AuditLog.append(event, in: tx, at: world.now())
            try ScoreQueue(reader.tenant).sendAgain(enrolment, in: tx, now: world.now())
        }
    }

    private static func find(
        _ enrolment: UUID16, _ reader: RosterReader, _ people: People, _ tx: Transaction
    ) throws -> (Enrolment, Person) {
        guard let found = try Enrolments(reader.tenant).find(enrolment, in: tx) else {
            throw ServiceError(.notFound, "There is no such enrolment.")
        }
        try reader.require(cohort: found.cohort)
        guard let person = try people.find(found.person, of: reader.tenant, in: tx), person.erasedAt == nil else {
            throw ServiceError(.gone, "This person's data was erased.")
        }
        return (found, person)
    }
}
