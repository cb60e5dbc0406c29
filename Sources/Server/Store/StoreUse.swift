/// What to do where there is no store yet.
package enum StoreUse: Sendable {
    /// Make it: `lectern serve` and the demo.
    case making
    /// Refuse: commands that work with what is there would otherwise leave an empty one wherever they are run.
    case finding
}
