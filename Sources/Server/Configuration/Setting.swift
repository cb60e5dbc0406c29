/// One variable of the environment: the table in docs/configuration.md is held to this list by a test.
package struct Setting: Sendable {
    package var variable: String
    package var byDefault: String
    package var meaning: String
    package var isSecret = false

    /// The reader's dotted form of the name: `LECTERN_LOG_LEVEL` is `lectern.log.level`.
    var key: String { variable.lowercased().replacing("_", with: ".") }

    package static let all: [Setting] = [
        Setting(variable: "LECTERN_ADDRESS", byDefault: "127.0.0.1:8080", meaning: "where the service listens"),
        Setting(
            variable: "LECTERN_PUBLIC_URL", byDefault: "http://localhost:8080",
            meaning: "the service's address as LMSs and browsers see it"),
        Setting(
            variable: "LECTERN_CONTENT_ADDRESS", byDefault: "127.0.0.1:8081",
            meaning: "where the host for uploaded content listens"),
        Setting(
            variable: "LECTERN_CONTENT_URL", byDefault: "http://content.localhost:8081",
            meaning: "its address: another host name, best with a wildcard name under it for one label a package"),
        Setting(
            variable: "LECTERN_CONTENT_LABELS", byDefault: "true",
            meaning: "a host label for each package below that name; false where there is no wildcard name"),
        Setting(variable: "LECTERN_TLS_CERT", byDefault: "–", meaning: "PEM file of the certificate chain"),
        Setting(variable: "LECTERN_TLS_KEY", byDefault: "–", meaning: "PEM file of its key"),
        Setting(
            variable: "LECTERN_TRUSTED_CERTIFICATES", byDefault: "–",
            meaning:
                "PEM file of authorities to trust beside the system's, for platforms with certificates of their own"),
        Setting(
            variable: "LECTERN_TRUSTED_PROXIES", byDefault: "–",
            meaning:
                "comma list of the addresses and networks (`10.0.0.0/8`) of proxies whose `X-Forwarded-For` is believed"
        ),
        Setting(
            variable: "LECTERN_DATA", byDefault: "./data", meaning: "folder of the database, packages, attachments"),
        Setting(variable: "LECTERN_KEYS", byDefault: "./keys", meaning: "folder of the key files"),
        Setting(
            variable: "LECTERN_KEYS_PASSPHRASE", byDefault: "–", meaning: "encrypts the key files", isSecret: true),
        Setting(
            variable: "LECTERN_KEY_ROTATION_DAYS", byDefault: "90",
            meaning:
                "days after which signing keys are replaced, the old ones staying published for 30 days; 0 for never"),
        Setting(
            variable: "LECTERN_DATABASE_URL", byDefault: "SQLite in LECTERN_DATA",
            meaning: "`postgres://user:password@host/name` for PostgreSQL 15 or later", isSecret: true),
        Setting(
            variable: "LECTERN_LOG_LEVEL", byDefault: "info",
            meaning: "trace, debug, info, notice, warning, error or critical"),
        Setting(variable: "LECTERN_LOG_FORMAT", byDefault: "text", meaning: "text or json, a line an event"),
        Setting(
            variable: "LECTERN_STATEMENT_LIMIT", byDefault: "16M",
            meaning: "bytes of a request with statements, at most 256M; more is answered with 413; "
                + "one statement alone may have 15M"),
        Setting(
            variable: "LECTERN_DOCUMENT_LIMIT", byDefault: "16M",
            meaning: "bytes of a document of the LRS, at most 256M"),
        Setting(
            variable: "LECTERN_ATTACHMENT_LIMIT", byDefault: "256M",
            meaning: "bytes of a request with statements and the data of their attachments"),
        Setting(
            variable: "LECTERN_XAPI_RATE", byDefault: "0",
            meaning:
                "requests a second that one credential may send to a node's LRS; more are answered with 429; 0 for all"
        ),
        Setting(
            variable: "LECTERN_LAUNCH_RATE", byDefault: "20",
            meaning: "logins a second that one address may begin at a node, after a thousand at once; 0 for all"),
        Setting(
            variable: "LECTERN_LAUNCH_DAYS", byDefault: "400",
            meaning: "days for which launch records are kept; those of no known platform at most 30"),
        Setting(
            variable: "LECTERN_SINGLE_STATEMENT_LIMIT", byDefault: "–",
            meaning: "bytes of one statement; a larger one is refused with its whole request"),
        Setting(
            variable: "LECTERN_REFUSED_VERBS", byDefault: "–",
            meaning: "comma list of verbs whose statements are refused with their whole request"),
        Setting(
            variable: "LECTERN_MATCH_HASHED_MAILBOXES", byDefault: "false",
            meaning: "lets a query for an address also find statements that name its SHA-1"),
        Setting(
            variable: "LECTERN_METADATA_HOSTS", byDefault: "–",
            meaning: "comma list of hosts from which the definitions of activities are fetched by their ids"),
        Setting(
            variable: "LECTERN_ALLOW_PRIVATE_ADDRESSES", byDefault: "false",
            meaning: "lets the service call platforms at private addresses"),
        Setting(
            variable: "LECTERN_ALLOW_PLAIN_HTTP", byDefault: "false",
            meaning: "lets it speak http without TLS on an address that isn't loopback"),
    ]
}
