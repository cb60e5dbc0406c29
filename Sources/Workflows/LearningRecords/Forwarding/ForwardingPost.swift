import LearningRecords
import OutboundHTTP
import Values
import XAPI

/// What keeps the other side from taking anything now.
struct ForwardingFailure: Error {
    var reason: String
    var retryAfter: Int?
}

/// Sends a batch to a target, and finds out which statements it doesn't take.
struct ForwardingPost {
    /// Answers that may be about a statement. A wrong path, or a proxy's page while the other side is installed anew, is
    /// about none: the whole waits.
    private static let refusals: Set<Int> = [400, 409, 413, 422]
    /// Before this try the same refusal of every statement, and a time-out of a single one, count as the other side's
    /// trouble; from it on they are put aside, so that nothing holds up the rest for ever.
    private static let patience = 5
    /// Stands for a time-out in the list of refusals (RFC 9110 §15.5.9).
    private static let timedOut = 408
    private let services: Services
    private let target: UUID16
    private let settings: ForwardingSettings
    private let attempt: Int

    /// - Parameter attempt: 1 for the first try.
    init(_ services: Services, _ target: ForwardingTarget, attempt: Int) throws {
        self.services = services
        self.target = target.id
        settings = try ForwardingSettings(target, services.vault)
        self.attempt = attempt
    }

    /// - Returns: those that are refused for good.
    /// - Throws: ``ForwardingFailure``.
    func send(_ batch: ForwardingBatch) async throws -> [ForwardingRefusal] {
        var refused: [ForwardingRefusal] = []
        for (version, statements) in try runs(of: batch.statements) {
            try await post(statements, batch.attachments, version, &refused)
        }
        guard attempt < Self.patience, refused.count > 1, refused.count == batch.statements.count,
            let status = refused.first?.status, status != 409, refused.allSatisfy({ $0.status == status })
        else { return refused }
        throw ForwardingFailure(reason: "answered \(status) to each of \(refused.count) statements")
    }

    /// A store of 2.0.0 takes all as 2.0.0. To one of 1.0.3 each statement goes under the line of the standard that it was
    /// made in, since a newer one must not be converted into an older (1.0.3 Communication §3.3); such a store may speak
    /// both lines, or refuse.
    private func runs(
        of statements: [ForwardingBatch.Entry]
    ) throws -> [(version: String, statements: ArraySlice<ForwardingBatch.Entry>)] {
        guard settings.kind == .recordStore, settings.version == XAPIVersion.v1.rawValue else {
            return [(settings.version, statements[...])]
        }
        var runs: [(version: String, statements: ArraySlice<ForwardingBatch.Entry>)] = []
        for (place, statement) in statements.enumerated() {
            let version = try StoredStatement.read(statement.body).version.rawValue
            let start = runs.last?.version == version ? runs.removeLast().statements.startIndex : place
            runs.append((version, statements[start...place]))
        }
        return runs
    }

    /// A batch that is refused is halved until it is known which statement it is about.
    private func post(
        _ statements: ArraySlice<ForwardingBatch.Entry>, _ attachments: [HeldAttachment], _ version: String,
        _ refused: inout [ForwardingRefusal]
    ) async throws {
        guard let status = try await refusal(of: statements, attachments, version) else { return }
        guard let only = statements.first, statements.count == 1 else {
            let middle = statements.startIndex + statements.count / 2
            try await post(statements[..<middle], attachments, version, &refused)
            try await post(statements[middle...], attachments, version, &refused)
            return
        }
        let id = try StoredStatement.read(only.body).id ?? services.world.newID()
        refused.append(
            ForwardingRefusal(
                row: only.position.row, statement: id, status: status, refusedAt: services.world.now()))
    }

    /// Nil when all were taken.
    private func refusal(
        of statements: ArraySlice<ForwardingBatch.Entry>, _ attachments: [HeldAttachment], _ version: String
    ) async throws -> Int? {
        guard let first = statements.first, let last = statements.last else { return nil }
        let request = try ForwardingRequest(settings, now: services.world.now()).request(
            statements.map(\.body), attachments, version: version,
            id: "\(target)-\(first.position.row)-\(last.position.row)")
        do {
            let answer = try await services.outbound.send(request)
            if answer.isSuccess { return nil }
            if Self.refusals.contains(answer.status) { return answer.status }
            throw ForwardingFailure(reason: "answered \(answer.status)", retryAfter: answer.retryAfter)
        } catch let error as OutboundError {
            if error.code == .timedOut, statements.count == 1, attempt >= Self.patience { return Self.timedOut }
            throw ForwardingFailure(reason: error.code.rawValue)
        }
    }
}
