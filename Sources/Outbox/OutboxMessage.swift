public import JSON
public import Values

/// Work to be done after the commit that records it.
public struct OutboxMessage: Sendable {
    public var tenant: TenantID
    /// What kind of work, such as `ags.score`; it chooses the handler.
    public var topic: String
    /// Messages of one topic and key are delivered one after another; nil for any order.
    public var orderingKey: [UInt8]?
    /// Whom it is about: it is handed out with the person's data, and erased with the person.
    public var person: UUID16?
    /// The other side that it is for, such as a platform's registration: lists can be narrowed to it.
    public var party: UUID16?
    /// What the handler needs: ids and figures, never names or addresses.
    public var payload: JSONNode
    /// Not before this moment; nil for at once.
    public var dueAt: Instant?

    public init(
        tenant: TenantID, topic: String, orderingKey: [UInt8]? = nil, person: UUID16? = nil,
        party: UUID16? = nil, payload: JSONNode, dueAt: Instant? = nil
    ) {
        self.tenant = tenant
        self.topic = topic
        self.orderingKey = orderingKey
        self.person = person
        self.party = party
        self.payload = payload
        self.dueAt = dueAt
    }
}
