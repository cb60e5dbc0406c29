/// Why an AU is opened (cmi5 §10.2.2).
public enum LaunchMode: String, Sendable, CaseIterable {
    /// For credit: what is reported counts.
    case normal = "Normal"
    /// To look around; nothing counts.
    case browse = "Browse"
    /// To look again at what is done already; nothing counts.
    case review = "Review"
}
