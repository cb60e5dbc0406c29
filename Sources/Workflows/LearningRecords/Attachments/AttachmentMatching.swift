import LearningRecords
import Values
import XAPI

/// Pairs the data of a request with the attachments that name it, by the hash alone (1.0.3 Communication §1.5.2).
struct AttachmentMatching {
    private let received: [AttachmentHash: ReceivedAttachment]
    private let isBatch: Bool
    private var faults: [ServiceError.Fault] = []
    /// Those that an attachment names.
    private(set) var used: Set<AttachmentHash> = []

    /// - Parameter received: nil for a request in plain JSON, which brings no data.
    init(_ received: [ReceivedAttachment]?, isBatch: Bool) {
        self.received = Dictionary((received ?? []).map { ($0.hash, $0) }) { first, _ in first }
        self.isBatch = isBatch
    }

    /// - Throws: `invalid` with every attachment that lacks its data, every part that no attachment names, and every
    ///   disagreement of a part with its attachment.
    static func check(
        _ statements: [ValidStatement], _ received: [ReceivedAttachment]?, isBatch: Bool
    ) throws(ServiceError) {
        var matching = AttachmentMatching(received, isBatch: isBatch)
        for (place, statement) in statements.enumerated() { matching.match(statement, at: place) }
        matching.refuseSurplus()
        guard let first = matching.faults.first else { return }
        throw ServiceError(.invalid, "Attachments: \(first.place) \(first.message).", faults: matching.faults)
    }

    private mutating func match(_ statement: ValidStatement, at place: Int) {
        for (number, attachment) in statement.attachments.enumerated() {
            guard let hash = AttachmentHash(attachment.sha2), let part = received[hash] else {
                if attachment.fileURL == nil { report(place, number, "has neither fileUrl nor data") }
                continue
            }
            used.insert(hash)
            if let type = part.contentType, !Self.isSame(type, attachment.contentType) {
                report(place, number, "has another contentType than its part")
            }
            if let length = part.contentLength, Int64(length) != attachment.length {
                report(place, number, "has another length than its part's Content-Length")
            }
        }
    }

    private mutating func refuseSurplus() {
        for hash in received.keys where !used.contains(hash) {
            faults.append(.init("", "the part \(hash.text) belongs to no attachment"))
        }
    }

    private mutating func report(_ place: Int, _ number: Int, _ message: String) {
        faults.append(.init((isBatch ? "/\(place)" : "") + "/attachments/\(number)", message))
    }

    /// Letter case and white space are no difference.
    private static func isSame(_ a: String, _ b: String) -> Bool {
        guard let a = ContentTypeHeader(a), let b = ContentTypeHeader(b) else { return a == b }
        return a.essence == b.essence
            && a.parameters.map { [$0.name, $0.value.lowercased()] }
                == b.parameters.map { [$0.name, $0.value.lowercased()] }
    }
}
