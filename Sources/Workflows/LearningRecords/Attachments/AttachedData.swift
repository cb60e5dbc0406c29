import Database
import LearningRecords
import Values
import XAPI

/// The data that came along with a request's statements, checked: what each statement carries, and what its signatures
/// are worth.
struct AttachedData: Sendable {
    private let links: [AttachmentStore.Link]
    private let received: [ReceivedAttachment]

    /// How many bytes of signatures a request may make the service read.
    private static let mostSigned: Int64 = 64 << 20

    /// Reads the signatures, so it blocks.
    /// - Throws: `invalid` with every signature that isn't one of its statement; `tooLarge` for too much to read, as
    ///   when many statements name one large signature.
    init(_ statements: [IncomingStatement], _ received: [ReceivedAttachment]?, now: Instant) throws(ServiceError) {
        let byHash = Dictionary((received ?? []).map { ($0.hash, $0) }) { first, _ in first }
        var links: [AttachmentStore.Link] = []
        var faults: [ServiceError.Fault] = []
        var signed: Int64 = 0
        for (place, incoming) in statements.enumerated() {
            for attachment in incoming.statement.attachments {
                guard let hash = AttachmentHash(attachment.sha2) else { continue }
                let part = byHash[hash]
                guard attachment.isSignature else {
                    if part != nil { links.append(.init(statement: incoming.id, hash: hash)) }
                    continue
                }
                signed += part?.size ?? 0
                guard signed <= Self.mostSigned else {
                    throw ServiceError(
                        .tooLarge, "The signatures to check are larger than \(Self.mostSigned >> 20) MiB together.")
                }
                switch try Self.finding(part, of: incoming, now) {
                case .success(let finding):
                    links.append(.init(statement: incoming.id, hash: hash, signature: finding))
                case .failure(let fault):
                    faults.append(.init("/\(place)/attachments", "the signature \(hash.text) \(fault.message)"))
                }
            }
        }
        if let first = faults.first {
            throw ServiceError(.invalid, "A signature is refused: \(first.message).", faults: faults)
        }
        self.links = links
        self.received = received ?? []
    }

    var isEmpty: Bool { links.isEmpty && received.isEmpty }

    /// Puts the data where it stays; it blocks until the disk has it.
    func keep(in files: AttachmentFiles, _ tenant: TenantID) throws(ServiceError) {
        try files.keep(received, tenant)
    }

    /// Writes what the statements carry. A statement that was there already gets what it came without: the data is what
    /// its hash says, whoever brings it.
    func record(_ statements: [UUID16], _ tenant: TenantID, in tx: Transaction, _ stored: Instant) throws {
        guard !links.isEmpty else { return }
        let kept = Set(statements)
        try AttachmentStore(tenant).add(links.filter { kept.contains($0.statement) }, in: tx, at: stored)
    }

    private static func finding(
        _ part: ReceivedAttachment?, of incoming: IncomingStatement, _ now: Instant
    ) throws(ServiceError) -> Result<StatementSignature.Finding, StatementSignatureFault> {
        guard let part else { return .success(.unseen) }
        let bytes = try AttachmentReader.whole(path: part.file, limit: StatementSignature.limit)
        return StatementSignature.check(bytes, of: incoming.statement.value, now: now)
    }
}
