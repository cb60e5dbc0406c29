package import LTI

/// A link's line item where its launches name none (AGS 2.0 §3.2.5, §4.3).
package struct OwnLineItem: Sendable, Hashable {
    package enum Origin: String, Sendable, CaseIterable {
        /// It was there before; others may use it, so that it is left as it is.
        case found
        /// We made it: ours to change and to remove.
        case made
        /// Staff had it removed; no other is made.
        case removed
    }

    package var origin: Origin
    /// Nil for one that was removed.
    package var url: String?
    /// As the platform answered last, which is the truth (§3.2.6); nil while it isn't known.
    package var maximum: Double?
    /// What we asked for last; nil for one that we didn't make.
    package var asked: LineItemDefinition?

    package init(_ origin: Origin, url: String?, maximum: Double? = nil, asked: LineItemDefinition? = nil) {
        self.origin = origin
        self.url = url
        self.maximum = maximum
        self.asked = asked
    }
}
