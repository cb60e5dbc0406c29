import Cohorts
import Connections
import Database
import LTI
import Values

/// The cohort that a learner's launch lands in where groups of the platform's course drive cohorts: by the groups that the
/// launch names, else by those of the last reading of the rosters, else the link's own.
struct GroupLanding {
    let tenant: TenantID

    func cohort(
        of person: UUID16, _ link: ResourceLink, _ launch: ValidatedLaunch, in tx: Transaction
    ) throws -> UUID16? {
        guard let own = link.cohort, link.groupsURL != nil, launch.roles.standing == .learner,
            let course = try CohortStore(tenant).find(own, in: tx)?.course
        else { return link.cohort }
        let groups = CourseGroups(tenant, at: ContextPlace(of: link))
        let driven = try groups.driven(course: course, in: tx)
        guard !driven.isEmpty else { return own }
        if let named = launch.custom[LinkBindings.groupsParameter], !named.hasPrefix("$") {
            let ids = named.split(whereSeparator: { $0 == "," || $0.isWhitespace }).map(String.init)
            let cohorts = driven.cohorts(of: ids)
            return cohorts.isEmpty || cohorts.contains(own) ? own : cohorts.first
        }
        return try groups.cohort(of: person, course: course, in: tx) ?? own
    }
}
