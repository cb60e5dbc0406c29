import Access
import Connections
import Database
import LTI
import Values

/// Writes the record of a launch, also of one that failed, and its line in the audit log (LTI-GEN-01).
struct LaunchLog: Sendable {
    private let services: Services
    private let mayRecord: @Sendable () -> Bool

    /// - Parameter mayRecord: asked before each refusal of what no platform signed: anybody can cause one.
    init(_ services: Services, mayRecord: @escaping @Sendable () -> Bool = { true }) {
        self.services = services
        self.mayRecord = mayRecord
    }

    /// Records a refusal and gives what the browser may know of it.
    /// - Parameters:
    ///   - state: the login that the launch answered, where there is one.
    ///   - login: the parameters of a login that is refused itself.
    func refuse(
        _ verdict: LaunchVerdict, registration: Registration?, reference: String, state: LoginState? = nil,
        token: UnverifiedLaunch? = nil, login: URLEncodedForm? = nil
    ) async throws -> LaunchRefusal {
        var record = record(verdict, registration, reference, .refused, verdict.status ?? 400)
        let receipt =
            token.map { LaunchReceipt($0, isSigned: verdict.result(of: .signature) == .passed) }
            ?? login.map(LaunchReceipt.init(login:))
        record.received = receipt?.lines ?? []
        let written = record
        if mayRecord() { try await services.database.append { tx in try write(written, in: tx) } }
        return refusal(record, registration, state)
    }

    func record(
        _ verdict: LaunchVerdict, _ registration: Registration?, _ reference: String, _ outcome: LaunchRecord.Outcome,
        _ status: Int
    ) -> LaunchRecord {
        var record = LaunchRecord(
            id: services.world.newID(), tenant: registration?.tenant ?? LaunchRecord.noTenant, at: services.world.now(),
            reference: reference, outcome: outcome, verdict: verdict, status: status)
        record.registration = registration?.id
        return record
    }

    func refusal(_ record: LaunchRecord, _ registration: Registration?, _ state: LoginState?) -> LaunchRefusal {
        var refusal = LaunchRefusal(
            failureClass: record.failureClass ?? .refused, status: record.status, reference: record.reference,
            frameOrigins: (registration?.frameOrigins ?? []) + [state?.place.embedder].compactMap { $0 })
        if record.failureClass == .cookiesBlocked, let restart = state?.initiation, !restart.fields.isEmpty {
            refusal.restart = restart
        }
        return refusal
    }

    func write(_ record: LaunchRecord, in tx: Transaction) throws {
        try LaunchRecords.add(record, in: tx)
        let event = AuditEvent(
            tenant: record.tenant, actor: record.registration.map(AuditActor.platform) ?? .service,
            verb: "launch.\(record.outcome.rawValue)", objectKind: "launch", objectID: record.id.description,
            person: record.person, purpose: record.summary)
        try AuditLog.append(event, in: tx, at: record.at)
    }
}

extension LaunchRecord {
    /// Deployment, reference and the first reason, for a line of the audit log.
    fileprivate var summary: String {
        let deployment = deploymentID.map { "deployment=\($0.prefix(80)) " } ?? ""
        let reason = reasons.first.map { " reason=\($0.prefix(100))" } ?? ""
        return deployment + "ref=\(reference)" + reason
    }
}
