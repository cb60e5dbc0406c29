package import Database
package import JOSE
package import Values

/// One thing that is wrong with the audit log.
package enum AuditFault: Sendable, Hashable, CustomStringConvertible {
    /// A line stands there longer than the sealer needs, without a place in the chain.
    case unsealed(line: Int64, at: Instant)
    /// A line, or its place, was changed after sealing.
    case altered(line: Int64, position: Int64)
    /// Lines were taken out of the chain.
    case missing(from: Int64, through: Int64)
    /// The chain's end or a daily head doesn't agree with the lines.
    case headDiffers(String)
    /// A daily head's signature isn't by a key of ours.
    case headNotSigned(day: String)

    package var description: String {
        switch self {
        case .unsealed(let line, let at): "line \(line) of \(at.rfc3339) isn't sealed"
        case .altered(let line, let position): "line \(line) at position \(position) was altered"
        case .missing(let from, let through) where from == through: "the line at position \(from) is missing"
        case .missing(let from, let through): "the lines at positions \(from) to \(through) are missing"
        case .headDiffers(let which): "the head of \(which) differs from the lines"
        case .headNotSigned(let day): "the head of \(day) isn't signed by a key of this service"
        }
    }
}

/// Reads the whole audit log and says what is wrong with it.
package struct AuditVerification: Sendable {
    /// Seconds after which an unsealed line is a fault.
    package static let patience: Int64 = 60

    package private(set) var linesChecked = 0
    package private(set) var headsChecked = 0
    /// Lines that the sealer hasn't reached yet, late ones included.
    package private(set) var linesWaiting = 0
    package private(set) var faults: [AuditFault] = []
    private var end = ChainEnd.start
    private var hashes: [Int64: [UInt8]] = [:]

    package var isSound: Bool { faults.isEmpty }

    /// - Parameter keys: those that may have signed heads (``Keyring/keysEver``).
    package static func run(in tx: Transaction, keys: JSONWebKeySet, now: Instant) throws -> AuditVerification {
        var verification = AuditVerification()
        let heads = try tx.rows("select day, position, hash, signature from audit_head order by day").map(Head.init)
        try verification.walk(in: tx, remembering: Set(heads.map(\.end.position)))
        for head in heads { verification.check(head, keys) }
        try verification.checkEnd(in: tx)
        try verification.findUnsealed(in: tx, now)
        return verification
    }

    private mutating func walk(in tx: Transaction, remembering positions: Set<Int64>) throws {
        let lines: SQL =
            "select \(raw: AuditLine.columns) from audit_event where position is not null order by position"
        try tx.forEach(lines) { row in
            let line = try AuditLine(row)
            check(line, remembered: positions)
        }
    }

    private mutating func check(_ line: AuditLine, remembered positions: Set<Int64>) {
        guard let position = line.position else { return }
        linesChecked += 1
        if position > end.position + 1 {
            faults.append(.missing(from: end.position + 1, through: position - 1))
        } else if line.hash != line.chained(after: end.hash, at: position) {
            faults.append(.altered(line: line.id, position: position))
        }
        // Going on from the stored hash finds every further fault instead of calling all later lines altered.
        end = ChainEnd(position: position, hash: line.hash ?? [])
        if positions.contains(position) { hashes[position] = end.hash }
    }

    private mutating func check(_ head: Head, _ keys: JSONWebKeySet) {
        headsChecked += 1
        if hashes[head.end.position] != head.end.hash { faults.append(.headDiffers(head.day)) }
        guard let text = try? CompactJWS(parsing: head.signature), keys.judge(text).isAccepted,
            text.payload == head.end.signedContent(day: head.day)
        else {
            faults.append(.headNotSigned(day: head.day))
            return
        }
    }

    private mutating func checkEnd(in tx: Transaction) throws {
        let row = try tx.row("select position, hash from audit_chain where id = 1")
        let stored = try row.map { ChainEnd(position: try $0.int(0), hash: try $0.bytes(1)) } ?? .start
        if stored.position > end.position { faults.append(.missing(from: end.position + 1, through: stored.position)) }
        if stored != end { faults.append(.headDiffers("the chain")) }
    }

    private mutating func findUnsealed(in tx: Transaction, _ now: Instant) throws {
        let waiting = try tx.row("select count(*) from audit_event where position is null")
        linesWaiting = Int(try waiting?.int(0) ?? 0)
        let late = now.adding(seconds: -Self.patience)
        let rows = try tx.rows(
            "select id, at from audit_event where position is null and at < \(late) order by id limit 1000")
        for row in rows { faults.append(.unsealed(line: try row.int(0), at: try row.instant(1))) }
    }
}

private struct Head {
    let day: String
    let end: ChainEnd
    let signature: String

    init(_ row: Row) throws {
        day = try row.text(0)
        end = ChainEnd(position: try row.int(1), hash: try row.bytes(2))
        signature = try row.text(3)
    }
}
