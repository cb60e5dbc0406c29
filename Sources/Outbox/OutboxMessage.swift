public import JSON
public import Values

/// Something to be done later, once at least; repeating it must be harmless.
public struct OutboxMessage: Sendable {
    public var tenant: TenantID
    /// Names the handler, such as `ags.score`.
    public var topic: String
    /// Messages of one topic with the same key are delivered one after the other; nil for no order.
    public var orderingKey: [UInt8]?
    /// Whom the message is about, so that it goes when the person is erased.
    public var person: UUID16?
    /// Ids and figures; never names or addresses.
    public var payload: JSONNode
    /// Not before this moment.
    public var dueAt: Instant

    public init(
        tenant: TenantID, topic: String, orderingKey: [UInt8]? = nil, person: UUID16? = nil, payload: JSONNode,
        dueAt: Instant
    ) {
        self.tenant = tenant
        self.topic = topic
        self.orderingKey = orderingKey
        self.person = person
        self.payload = payload
        self.dueAt = dueAt
    }
}

/// A message that a worker has claimed.
public struct OutboxDelivery: Sendable {
    public let id: Int64
    public let tenant: TenantID
    public let topic: String
    public let person: UUID16?
    public let payload: JSONDocument
    /// 1 at the first try.
    public let attempt: Int
    public let createdAt: Instant
}

/// What came of a try.
public enum DeliveryOutcome: Sendable, Equatable {
    /// Done, or found to be done already.
    case delivered(note: String)
    /// To be tried again, not before `after` seconds when the other side said so.
    case retry(after: Int64?, reason: String)
    /// Trying again can't help.
    case permanentFailure(reason: String)
}

/// Delivers the messages of one topic.
public protocol OutboxHandler: Sendable {
    var topic: String { get }
    /// Never throws: a fault is an outcome. Cancelled when the service shuts down; the message is then tried again.
    func deliver(_ delivery: OutboxDelivery) async -> DeliveryOutcome
}
