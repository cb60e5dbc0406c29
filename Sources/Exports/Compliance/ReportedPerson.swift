package import Access
package import Database
package import Values

/// A person as a report names them; all fields empty after erasure.
package struct ReportedPerson: Sendable, Equatable {
    package var employeeNumber: String?
    package var familyName: String?
    package var givenName: String?
    package var email: String?
    /// Of the student information system (LTI Core 1.3 §5.4.5).
    package var sourcedID: String?

    package init(
        employeeNumber: String? = nil, familyName: String? = nil, givenName: String? = nil, email: String? = nil,
        sourcedID: String? = nil
    ) {
        self.employeeNumber = employeeNumber
        self.familyName = familyName
        self.givenName = givenName
        self.email = email
        self.sourcedID = sourcedID
    }
}

/// Looks people up for a report, the same person of several rows once.
package final class ReportedPeople {
    private let people: People
    private let tenant: TenantID
    private var known: [UUID16: ReportedPerson] = [:]
    private static let limit = 2_000

    package init(_ people: People, tenant: TenantID) {
        self.people = people
        self.tenant = tenant
    }

    package func person(_ id: UUID16, in tx: Transaction) throws -> ReportedPerson {
        if let person = known[id] { return person }
        if known.count >= Self.limit { known.removeAll(keepingCapacity: true) }
        let person = try read(id, in: tx)
        known[id] = person
        return person
    }

    private func read(_ id: UUID16, in tx: Transaction) throws -> ReportedPerson {
        guard let person = try people.find(id, of: tenant, in: tx) else { return ReportedPerson() }
        let profile = try people.profile(of: person)
        let number = try people.identifiers(of: person, in: tx).lazy.compactMap { known -> String? in
            if case .employeeNumber(let number) = known.identifier { number } else { nil }
        }.first
        return ReportedPerson(
            employeeNumber: number, familyName: profile.familyName ?? profile.name,
            givenName: profile.givenName, email: profile.email, sourcedID: profile.sourcedID)
    }
}
