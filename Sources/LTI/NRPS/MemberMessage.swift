import JSON

extension Membership {
    /// The custom parameters of the first message for a resource link among those that an answer about one link holds
    /// for a member (NRPS 2.0 §3.2); nil without such a message. Some platforms leave the claims' prefixes out.
    static func custom(of messages: JSONValue) -> CustomParameters? {
        let message = messages.elements.first { message in
            let type = message[ClaimName.messageType] ?? message["message_type"]
            return type?.string.map { MessageType(name: $0) == .resourceLink } ?? true
        }
        guard let message else { return nil }
        guard let claim = message[ClaimName.custom] ?? message["custom"], claim.kind == .object else {
            return CustomParameters([])
        }
        return CustomParameters(claim.members.map { (name: $0.name, value: .init($0.value)) })
    }
}
