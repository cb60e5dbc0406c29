package import Access
package import Connections
import Database
package import Values

/// How rosters of a platform are read, and what its gradebooks count to.
package struct SavePlatformServices: Sendable {
    package struct Change: Sendable {
        package var rosterPolicy: Registration.RosterPolicy
        /// Whole readings in a row; 0 to 30, 0 keeps who is missing.
        package var dropAfter: Int
        /// 1 to 720.
        package var hours: Int
        /// Over zero, at most 10,000.
        package var gradeMaximum: Double

        package init(rosterPolicy: Registration.RosterPolicy, dropAfter: Int, hours: Int, gradeMaximum: Double) {
            self.rosterPolicy = rosterPolicy
            self.dropAfter = dropAfter
            self.hours = hours
            self.gradeMaximum = gradeMaximum
        }

        var faults: [ServiceError.Fault] {
            var faults: [ServiceError.Fault] = []
            if !(0...30).contains(dropAfter) { faults.append(.init("rosterDropAfter", "0 to 30 readings.")) }
            if !(1...720).contains(hours) { faults.append(.init("rosterHours", "1 to 720 hours.")) }
            if !(gradeMaximum > 0 && gradeMaximum <= 10_000) {
                faults.append(.init("gradeMaximum", "Over 0, at most 10,000 points."))
            }
            return faults
        }
    }

    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// - Throws: `unprocessable` with every fault.
    package func run(_ id: UUID16, _ change: Change, by principal: StaffPrincipal) async throws {
        try principal.require(.managePlatforms)
        let faults = change.faults
        guard faults.isEmpty else { throw ServiceError(.unprocessable, "The settings have faults.", faults: faults) }
        let now = services.world.now()
        try await services.database.write { tx in
            guard var registration = try Registrations.find(id, in: tx), registration.tenant == principal.tenant else {
                throw ServiceError(.notFound, "There is no such platform.")
            }
            registration.rosterPolicy = change.rosterPolicy
            registration.rosterDropAfter = change.dropAfter
            registration.rosterHours = change.hours
            registration.gradeMaximum = change.gradeMaximum
            try Registrations.saveServices(of: registration, in: tx, now: now)
            try RosterSchedule.follow(registration, in: tx, now: now)
            try LineItemQueue(principal.tenant).follow(registration: id, in: tx, now: now)
            let event = AuditEvent(
                tenant: principal.tenant, actor: .staff(principal.user), verb: "platform.set-services",
                objectKind: "platform", objectID: id.description)
            try AuditLog.append(event, in: tx, at: now)
        }
    }
}
