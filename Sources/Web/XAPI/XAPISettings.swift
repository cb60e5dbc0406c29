package import Workflows

/// What an operator may set about the LRS's HTTP side.
package struct XAPISettings: Sendable {
    /// Which host the routes stand on.
    package enum Audience: Sendable {
        /// The main host: credentials of clients and of content sessions.
        case everybody
        /// The content host, where foreign scripts run: credentials of content sessions alone (design D9).
        case sessions
    }

    package var audience: Audience
    /// Bytes of a request with statements; above it 413 is answered.
    package var statementLimit = 16 << 20
    /// Bytes of a document; above it 413 is answered.
    package var documentLimit = 16 << 20
    /// Bytes of a request with statements and the data of their attachments; above it 413 is answered.
    package var attachmentLimit = 256 << 20
    /// Bytes of all bodies that are held in memory at the same time; above it 503 is answered.
    package var heldBodies = 512 << 20
    /// Statements of a page when a reader asks for no number or for more.
    package var pageLimit = 500
    /// Bytes of statements after which a page ends early.
    package var pageBytes = 8 << 20
    /// How long a reader of the live stream may leave what it was sent before it is let go.
    package var streamPatience = Duration.seconds(30)
    /// Origins, besides our own, whose scripts may call: `https://player.example`; `*` for all.
    package var allowedOrigins: [String] = []

    package init(audience: Audience) { self.audience = audience }

    /// With the limits that the operator set.
    package init(audience: Audience, limits: RecordLimits) {
        self.init(audience: audience)
        statementLimit = limits.statements
        documentLimit = limits.document
        attachmentLimit = limits.attachments
    }
}
