package import Access
package import Connections
package import Content
package import Database
package import LearningRecords
package import OutboundHTTP
package import PersonalData
package import Values

/// What every workflow works with. `Server` makes it once; tests make their own.
package struct Services: Sendable {
    package var database: SQLDatabase
    package var world: World
    package var vault: Vault
    package var keyring: Keyring
    package var outbound: OutboundClient
    package var packageFiles: PackageFiles
    package var attachmentFiles: AttachmentFiles
    package var personalData: PersonalDataRegistry
    package var settings: ServiceSettings
    /// The platforms' key sets and our access tokens, kept as long as the service runs.
    package var platformKeys: PlatformKeys
    package var accessTokens: AccessTokens
    /// By which all statements of the process are stored.
    package var storedClock: StoredClock

    package init(
        database: SQLDatabase, world: World, vault: Vault, keyring: Keyring, outbound: OutboundClient,
        packageFiles: PackageFiles, attachmentFiles: AttachmentFiles, personalData: PersonalDataRegistry,
        settings: ServiceSettings
    ) {
        self.database = database
        self.world = world
        self.vault = vault
        self.keyring = keyring
        self.outbound = outbound
        self.packageFiles = packageFiles
        self.attachmentFiles = attachmentFiles
        self.personalData = personalData
        self.settings = settings
        platformKeys = PlatformKeys(outbound: outbound, world: world)
        accessTokens = AccessTokens(world: world)
        storedClock = StoredClock(world: world)
    }
}

extension Services: CustomStringConvertible {
    /// Short, since libraries write whatever holds it into their logs.
    package var description: String { "Services" }
}

/// What workflows and pages need to know of the configuration.
package struct ServiceSettings: Sendable {
    /// The main host as LMSs and browsers see it, without trailing slash.
    package var publicURL: String
    /// The content host, without trailing slash; packages stand at labels under its name.
    package var contentURL: String
    /// Whether each package version has a host label of its own; false without a wildcard name.
    package var usesContentLabels = true
    /// Minutes for which a session that is open when a date passes may still finish (design D7).
    package var graceMinutes: Int64 = 30
    /// Seconds between the last approval of an erasure and the erasure itself; 0 in the demo (GDPR-ERA-12).
    package var erasureCoolOff: Int64 = 86_400
    /// What requests to the LRS may hold.
    package var recordLimits = RecordLimits()
    /// Addresses whose `X-Forwarded-For` is believed.
    package var trustedProxies: [String] = []
    /// How many requests a second one credential may send to the LRS of a node; 0 for as many as it likes.
    package var recordRequestsPerSecond = 0
    /// How many logins a second one address may begin at a node, after a thousand at once; 0 for as many as it likes.
    package var launchesPerSecond = 20
    /// Days for which launch records are kept; those that belong to no platform at most a month.
    package var launchDays: Int64 = 400
    /// Days after which signing keys are replaced; 0 for by hand alone.
    package var keyRotationDays: Int64 = 90
    /// Verbs whose statements are refused; nil for none.
    package var refusedVerbs: Set<String>?
    /// Whether a query by an address also finds its SHA-1 (1.0.3 Data §2.4.2.3).
    package var matchesHashedMailboxes = false
    /// Hosts of activity ids whose definitions are fetched; none by default (1.0.3 Data §3.2).
    package var metadataHosts: Set<String> = []

    package init(publicURL: String, contentURL: String) {
        self.publicURL = publicURL
        self.contentURL = contentURL
    }

    /// `http://<label>.content.localhost:8081`, or the content host itself when there are no labels.
    package func contentOrigin(label: String) -> String {
        guard usesContentLabels, let scheme = contentURL.firstRange(of: "://") else { return contentURL }
        return contentURL[..<scheme.upperBound] + label + "." + contentURL[scheme.upperBound...]
    }
}

/// How large requests to the LRS may be (1.0.3 Communication §3.2); above it 413 is answered. Bytes.
package struct RecordLimits: Sendable, Equatable {
    /// All statements of a request.
    package var statements: Int
    package var document: Int
    /// One statement; 0 for as much as a request may hold.
    package var statement = 0
    /// A request with the data of attachments, statements included.
    package var attachments: Int

    package init(statements: Int = 16 << 20, document: Int = 16 << 20, attachments: Int = 256 << 20) {
        self.statements = statements
        self.document = document
        self.attachments = attachments
    }
}

extension ConsistencyBound {
    /// By the clock of all statements of the process.
    package convenience init(_ services: Services) {
        self.init(services.database, world: services.world, clock: services.storedClock)
    }
}
