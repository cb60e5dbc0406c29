/// Written by .ci/freeze-migrations. Empty until the first release.
enum MigrationHashes {
    static let frozen: [String: String] = [:]
}
