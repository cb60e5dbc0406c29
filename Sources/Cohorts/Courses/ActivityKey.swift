import Cryptography

/// The first half of an activity id's SHA-256: what its index holds instead of a text of any length.
enum ActivityKey {
    static func bytes(of activityID: String) -> [UInt8] { Array(Digest.sha256(Array(activityID.utf8)).prefix(16)) }
}
