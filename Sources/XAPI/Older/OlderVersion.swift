/// Versions from before 1.0 whose statements can be brought to it (1.0.3 Communication, Appendix A).
public enum OlderVersion: String, Sendable, CaseIterable {
    case v09 = "0.9"
    case v095 = "0.95"

    /// The version that a statement says it is of: `0.9`, `0.90` and `0.95` with or without a patch; nil for others.
    public init?(declared: String) {
        let parts = declared.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3, parts[0] == "0" else { return nil }
        switch parts[1] {
        case "9", "90": self = .v09
        case "95": self = .v095
        default: return nil
        }
    }
}
