/// The kinds of interaction (1.0.3 Data §2.4.4.1), with the lists of components that belong to each.
public enum InteractionType: String, Sendable, CaseIterable {
    case trueFalse = "true-false"
    case choice
    case fillIn = "fill-in"
    case longFillIn = "long-fill-in"
    case matching
    case performance
    case sequencing
    case likert
    case numeric
    case other

    /// Names of the definition's properties that may list this interaction's components.
    public var componentLists: [String] {
        switch self {
        case .choice, .sequencing: ["choices"]
        case .likert: ["scale"]
        case .matching: ["source", "target"]
        case .performance: ["steps"]
        case .trueFalse, .fillIn, .longFillIn, .numeric, .other: []
        }
    }

    static let allComponentLists = ["choices", "scale", "source", "target", "steps"]
}
