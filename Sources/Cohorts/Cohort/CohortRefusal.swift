package import Values

/// The stable names of refusals around cohorts (COH-ACC-11), as the last part of a problem's `type`.
package enum CohortRefusal: String, Sendable, CaseIterable {
    case notFound = "cohort-not-found"
    case notEnabled = "cohorts-not-enabled"
    case full = "cohort-full"
    case accessDenied = "cohort-access-denied"

    /// The refusal as an error, its name in the first fault at the place `type`.
    package func error(_ message: String? = nil) -> ServiceError {
        let (code, standard): (ServiceError.Code, String) =
            switch self {
            case .notFound: (.notFound, "There is no such cohort.")
            case .notEnabled: (.conflict, "Cohorts are not switched on for this course.")
            case .full: (.conflict, "The cohort is full.")
            case .accessDenied: (.forbidden, "No access to this cohort.")
            }
        return ServiceError(code, message ?? standard, faults: [.init("type", rawValue)])
    }
}
