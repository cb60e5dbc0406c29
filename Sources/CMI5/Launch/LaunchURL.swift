public import JSON
public import Values

/// The URL that opens an AU (cmi5 §8.1).
public struct LaunchURL: Sendable {
    /// Where the AU's page is, its own query and fragment included.
    public var address: String
    /// The xAPI base for this session, without a slash at its end.
    public var endpoint: String
    /// The one-time token's URL.
    public var fetch: String
    public var actor: JSONNode
    public var registration: UUID16
    public var activityID: String

    public init(
        address: String, endpoint: String, fetch: String, actor: JSONNode, registration: UUID16, activityID: String
    ) {
        self.address = address
        self.endpoint = endpoint
        self.fetch = fetch
        self.actor = actor
        self.registration = registration
        self.activityID = activityID
    }

    /// The address with the five parameters behind its own query and before its fragment, each percent-encoded.
    public var text: String {
        URLEncodedForm([
            ("endpoint", endpoint), ("fetch", fetch), ("actor", actor.text), ("registration", "\(registration)"),
            ("activityId", activityID),
        ]).appended(to: address)
    }
}
