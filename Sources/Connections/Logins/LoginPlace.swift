/// Where in the browser a login begins, as the browser itself says (Fetch §3.2, Fetch Metadata §2.1). It is no proof: it
/// decides who may see what holds no secret, and how the proof is kept.
package struct LoginPlace: Sendable, Equatable {
    /// The origin of the page that sent the browser here; nil when it doesn't say.
    package var embedder: String?
    /// Whether the answer will be shown in a frame.
    package var isFramed: Bool

    package init(embedder: String? = nil, isFramed: Bool = false) {
        self.embedder = embedder
        self.isFramed = isFramed
    }
}
