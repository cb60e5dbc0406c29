package import Values

/// What can't be done inside a transaction, such as making a database; for tests and tools.
package enum PostgresAdministration {
    /// Runs one command on a connection of its own. It blocks the thread.
    package static func run(_ command: String, at url: Secret<String>) throws {
        try PostgresConnection(url: url.reveal(), settings: ["client_min_messages = warning"]).command(command)
    }
}
