package import Values

/// A call to a platform's service as the audit log knows it: without tokens, bodies and addresses (LTI-GEN-01).
package struct ServiceCall: Sendable, Hashable {
    package let registration: UUID16
    package let tenant: TenantID
    package let deploymentID: String
    package let method: String
    package let scopes: [String]
    /// Goes to the platform as `X-Request-ID`, so that both sides' logs can be laid side by side.
    package let correlation: UUID16
    /// The status of the answer, or why there was none.
    package var outcome: String

    /// Short, for a line of the log.
    package var summary: String {
        let scopes = scopes.map { String($0.split(separator: "/").last ?? "") }.joined(separator: ",")
        return "\(method) \(scopes) deployment=\(deploymentID.prefix(80)) outcome=\(outcome) ref=\(correlation)"
    }
}
