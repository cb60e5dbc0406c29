import Cryptography
import Values

/// A numbered step of the schema. Once shipped it is never edited again: its SHA-256 is kept in the database.
public struct Migration: Sendable {
    public let number: Int
    public let name: String
    /// As in the file, with the tokens of ``expanded(for:)``.
    public let text: String

    init(_ number: Int, _ name: String, _ bytes: [UInt8]) {
        self.number = number
        self.name = name
        text = String(decoding: bytes, as: UTF8.self)
    }

    /// `0002-outbox.sql`.
    public var fileName: String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "-" + name + ".sql"
    }

    /// SHA-256 of the file, in hexadecimal.
    public var sha256: String { Hexadecimal.encode(Digest.sha256(Array(text.utf8))) }

    /// All of them, in order.
    public static let all: [Migration] = [
        Migration(1, "access", PackageResources._001_access_sql),
        Migration(2, "outbox", PackageResources._002_outbox_sql),
        Migration(3, "connections", PackageResources._003_connections_sql),
        Migration(4, "cohorts", PackageResources._004_cohorts_sql),
        Migration(5, "content", PackageResources._005_content_sql),
        Migration(6, "learning-records", PackageResources._006_learning_records_sql),
        Migration(7, "privacy", PackageResources._007_privacy_sql),
        Migration(8, "deep-linking", PackageResources._008_deep_linking_sql),
        Migration(9, "attachments", PackageResources._009_attachments_sql),
        Migration(10, "statement-imports", PackageResources._010_statement_imports_sql),
        Migration(11, "platform-storage", PackageResources._011_platform_storage_sql),
        Migration(12, "rosters", PackageResources._012_rosters_sql),
        Migration(13, "dynamic-registration", PackageResources._013_dynamic_registration_sql),
        Migration(14, "launch-doctor", PackageResources._014_launch_doctor_sql),
        Migration(15, "known-names", PackageResources._015_known_names_sql),
        Migration(16, "activity-metadata", PackageResources._016_activity_metadata_sql),
        Migration(17, "forwarding", PackageResources._017_forwarding_sql),
        Migration(18, "turns", PackageResources._018_turns_sql),
        Migration(19, "graded-links", PackageResources._019_graded_links_sql),
        Migration(20, "cohort-codes", PackageResources._020_cohort_codes_sql),
        Migration(21, "launch-doors", PackageResources._021_launch_doors_sql),
        Migration(22, "platform-notices", PackageResources._022_platform_notices_sql),
        Migration(23, "launches-about-a-person", PackageResources._023_launches_about_a_person_sql),
        Migration(24, "statement-promise", PackageResources._024_statement_promise_sql),
        Migration(25, "outbox-finished", PackageResources._025_outbox_finished_sql),
        Migration(26, "credential-rate", PackageResources._026_credential_rate_sql),
        Migration(27, "line-items", PackageResources._027_line_items_sql),
        Migration(28, "course-groups", PackageResources._028_course_groups_sql),
        Migration(29, "platform-public-key", PackageResources._029_platform_public_key_sql),
        Migration(30, "sourced-ids", PackageResources._030_sourced_ids_sql),
        Migration(31, "platform-keys", PackageResources._031_platform_keys_sql),
        Migration(32, "store", PackageResources._032_store_sql),
        Migration(33, "platform-ways", PackageResources._033_platform_ways_sql),
        Migration(34, "staff-lists", PackageResources._034_staff_lists_sql),
    ]
}
