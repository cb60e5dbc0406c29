package import Logging
package import Values
package import Workflows

/// Everything that the environment decides, checked as a whole. docs/configuration.md has the table.
package struct Configuration: Sendable {
    /// Where the main host listens. `LECTERN_ADDRESS`, 127.0.0.1:8080.
    package var address = SocketAddress(host: "127.0.0.1", port: 8080)
    /// What users and LMSs call the main host, without trailing slash. `LECTERN_PUBLIC_URL`.
    package var publicURL = "http://localhost:8080"
    /// Where the content host listens. `LECTERN_CONTENT_ADDRESS`, 127.0.0.1:8081.
    package var contentAddress = SocketAddress(host: "127.0.0.1", port: 8081)
    /// Another host name than the main one; packages stand at labels under it. `LECTERN_CONTENT_URL`.
    package var contentURL = "http://content.localhost:8081"
    /// Whether each package version has a host name of its own below ``contentURL``; false where there is no wildcard
    /// name. `LECTERN_CONTENT_LABELS`, true.
    package var usesContentLabels = true
    /// PEM files; both or none. `LECTERN_TLS_CERT`, `LECTERN_TLS_KEY`.
    package var tlsCertificate: String?
    package var tlsKey: String?
    /// PEM file of certificates to trust beside the system's. `LECTERN_TRUSTED_CERTIFICATES`; none by default.
    package var trustedCertificates: String?
    /// Addresses, and networks in CIDR form, whose `X-Forwarded-For` is believed. `LECTERN_TRUSTED_PROXIES`.
    package var trustedProxies: [String] = []
    /// Database, packages, attachments. `LECTERN_DATA`, ./data.
    package var dataFolder = "./data"
    /// Signing keys and the vault's key. `LECTERN_KEYS`, ./keys.
    package var keysFolder = "./keys"
    /// Encrypts the key files. `LECTERN_KEYS_PASSPHRASE`; none by default.
    package var keysPassphrase: Secret<String>?
    /// `postgres://…`; nil for SQLite in the data folder. `LECTERN_DATABASE_URL`.
    package var databaseURL: Secret<String>?
    package var logLevel = Logger.Level.info
    package var logFormat = LogFormat.text
    /// Requests a second that one credential may send to the LRS of a node; 0 for no limit. `LECTERN_XAPI_RATE`, 0.
    package var recordRequestsPerSecond = 0
    /// Logins a second that one address may begin at a node; 0 for no limit. `LECTERN_LAUNCH_RATE`, 20.
    package var launchesPerSecond = 20
    /// Days for which launch records are kept. `LECTERN_LAUNCH_DAYS`, 400.
    package var launchDays: Int64 = 400
    /// Days after which signing keys are replaced; 0 for by hand alone. `LECTERN_KEY_ROTATION_DAYS`, 90.
    package var keyRotationDays: Int64 = 90
    /// Verbs whose statements are refused. `LECTERN_REFUSED_VERBS`; none by default.
    package var refusedVerbs: [String] = []
    /// Whether a query by an address also finds its SHA-1. `LECTERN_MATCH_HASHED_MAILBOXES`, false.
    package var matchesHashedMailboxes = false
    /// Hosts whose activities' definitions are fetched from their ids. `LECTERN_METADATA_HOSTS`; none by default.
    package var metadataHosts: [String] = []
    /// Lets platforms and webhooks live at private addresses. `LECTERN_ALLOW_PRIVATE_ADDRESSES`, false.
    package var allowPrivateAddresses = false
    /// Lets the service speak plain http on an address that isn't loopback. `LECTERN_ALLOW_PLAIN_HTTP`, false.
    package var allowPlainHTTP = false

    /// How large requests to the LRS may be. `LECTERN_STATEMENT_LIMIT`, `LECTERN_DOCUMENT_LIMIT`,
    /// `LECTERN_ATTACHMENT_LIMIT`, `LECTERN_SINGLE_STATEMENT_LIMIT`; bytes.
    package var recordLimits = RecordLimits()

    package init() {}

    /// Whether the public address is a name that means this machine to every browser.
    package var isForThisMachine: Bool {
        guard let host = WebAddress(publicURL)?.host else { return false }
        return host == "localhost" || host.hasSuffix(".localhost")
    }

    package enum LogFormat: String, Sendable, CaseIterable { case text, json }
}

/// A host (name or address) and a port to listen at.
package struct SocketAddress: Sendable, Equatable, CustomStringConvertible {
    package var host: String
    package var port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// `127.0.0.1:8080`, `[::1]:8080` or `localhost:8080`.
    package init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else { return nil }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        guard !host.isEmpty, !host.contains("/") else { return nil }
        self.init(host: host, port: port)
    }

    package var isLoopback: Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.")
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
