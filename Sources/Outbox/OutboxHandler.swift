public import JSON
public import Values

/// Does one kind of deferred work. A message may come twice, after a crash between delivery and its record, so a repeat
/// must be harmless.
public protocol OutboxHandler: Sendable {
    var topic: String { get }
    /// How many deliveries of the topic may be under way at the same time on a node, so that what takes long leaves the
    /// others their turn; nil for as many as the worker makes.
    var share: Int? { get }
    func deliver(_ delivery: OutboxDelivery) async -> DeliveryOutcome
}

extension OutboxHandler {
    public var share: Int? { nil }
}

/// A message that is to be delivered now.
public struct OutboxDelivery: Sendable {
    /// The message's number, the same at each try; good as an idempotency key.
    public var id: Int64
    public var tenant: TenantID
    public var topic: String
    public var orderingKey: [UInt8]?
    /// The payload as it was enqueued.
    public var payload: JSONDocument
    /// 1 for the first try.
    public var attempt: Int
    public var enqueuedAt: Instant

    public init(
        id: Int64, tenant: TenantID, topic: String, orderingKey: [UInt8]?, payload: JSONDocument, attempt: Int,
        enqueuedAt: Instant
    ) {
        self.id = id
        self.tenant = tenant
        self.topic = topic
        self.orderingKey = orderingKey
        self.payload = payload
        self.attempt = attempt
        self.enqueuedAt = enqueuedAt
    }
}

/// How a try ended. Notes and reasons are for staff and hold no personal data and no secrets.
public enum DeliveryOutcome: Sendable, Equatable {
    case delivered(_ note: String)
    /// To be tried again: after so many seconds if the other side said when, else by the ``RetrySchedule``.
    case retry(after: Int?, _ reason: String)
    /// It can never succeed: a dead letter at once.
    case permanentFailure(_ reason: String)
}
