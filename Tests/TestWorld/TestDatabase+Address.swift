import Database

extension TestDatabase {
    /// The URL of a new, empty PostgreSQL database, for a service that opens it by itself.
    public static func postgresURL() async throws -> String {
        let server = try await TestPostgres.shared()
        return server.url(of: try await server.makeDatabase(migrated: false))
    }
}
