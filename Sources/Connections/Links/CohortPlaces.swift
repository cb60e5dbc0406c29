package import Database
package import Values

/// A platform's course, as far as its teachers may lead links of it to cohorts.
package struct CohortPlace: Sendable, Hashable {
    package var registration: UUID16
    package var deployment: UUID16
    /// The platform's course; nil where the platform names none.
    package var contextID: String?
    /// The link, where there is no course.
    private var link: String

    package init(_ link: ResourceLink) {
        (registration, deployment, contextID) = (link.registration, link.deployment, link.contextID)
        self.link = link.id.description
    }

    package init(_ place: LinkPlace, request: UUID16) {
        (registration, deployment, contextID) = (place.registration, place.deployment, place.contextID)
        link = request.description
    }

    var key: [UInt8] { shortHash(contextID.map { "context " + $0 } ?? "link " + link) }
}

/// Which cohorts belong to which courses of platforms.
package struct CohortPlaces: Sendable {
    package let tenant: TenantID

    package init(_ tenant: TenantID) { self.tenant = tenant }

    /// Those to which this very course's links or chosen items lead, or that a code opened to it.
    package func own(_ place: CohortPlace, in tx: Transaction) throws -> Set<UUID16> {
        var own = Set(
            try tx.rows(
                """
                select cohort from cohort_code where tenant = \(tenant) and registration = \(place.registration)
                    and deployment = \(place.deployment) and context_key = \(place.key) and used_at is not null
                """
            ).map { try $0.id(0) })
        guard let context = place.contextID else { return own }
        let rows = try tx.rows(
            """
            select cohort from resource_link where tenant = \(tenant) and registration = \(place.registration)
                and deployment = \(place.deployment) and context_id = \(context) and cohort is not null
            union select cohort from link_binding where tenant = \(tenant)
                and registration = \(place.registration) and deployment = \(place.deployment)
                and context_id = \(context)
            """)
        own.formUnion(try rows.map { try $0.id(0) })
        return own
    }

    /// Those to which any course's links or chosen items lead.
    package func led(in tx: Transaction) throws -> Set<UUID16> {
        let rows = try tx.rows(
            """
            select cohort from resource_link where tenant = \(tenant) and cohort is not null
            union select cohort from link_binding where tenant = \(tenant) and registration is not null
            """)
        return Set(try rows.map { try $0.id(0) })
    }
}
