/// What to do where there is no store yet.
package enum StoreUse: Sendable {
    /// Make it, and bring one of an earlier release up to date: `lectern serve` and the demo.
    case making
    /// Refuse both: commands that work with what is there would otherwise leave an empty store wherever they are run, or
    /// change the tables under a running service of the earlier release.
    case finding
}
