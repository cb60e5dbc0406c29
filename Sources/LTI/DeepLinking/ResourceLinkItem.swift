public import JSON
public import Values

/// A placement of the tool that a picker gives a platform to make: the content item of type `ltiResourceLink`
/// (Deep Linking 2.0 §3.2).
public struct ResourceLinkItem: Sendable {
    public static let type = "ltiResourceLink"

    /// What the launch's `target_link_uri` will be.
    public var url: String
    public var title: String
    /// Plain text beside the title.
    public var text: String?
    /// Come back with every launch of the link (LTI Core 1.3 §5.4.6).
    public var custom: [(name: String, value: String)] = []
    /// Nil for a link without a grade.
    public var lineItem: LineItem?
    /// When learners may see the link.
    public var available: Period?
    /// When learners may hand in.
    public var submission: Period?
    /// How the link is best shown; nil leaves it to the platform.
    public var presentation: Presentation?

    /// A span that may be open at either side.
    public struct Period: Sendable, Hashable {
        public var start: Instant?
        public var end: Instant?

        /// Nil when it is open at both sides.
        public init?(start: Instant?, end: Instant?) {
            guard start != nil || end != nil else { return nil }
            self.start = start
            self.end = end
        }

        var node: JSONNode {
            .compactObject([
                ("startDateTime", start.map { .string($0.rfc3339) }), ("endDateTime", end.map { .string($0.rfc3339) }),
            ])
        }
    }

    public enum Presentation: Sendable, Hashable {
        /// In the platform's page, in pixels.
        case frame(width: Int, height: Int)
        /// In a window of this name.
        case window(String)
    }

    public init(url: String, title: String) {
        self.url = url
        self.title = title
    }

    public var node: JSONNode {
        let empty = custom.isEmpty
        var members: [(String, JSONNode?)] = [
            ("type", .string(Self.type)), ("url", .string(url)), ("title", .string(title)),
            ("text", text.map(JSONNode.string)),
            ("custom", empty ? Optional.none : .object(custom.map { ($0.name, .string($0.value)) })),
            ("lineItem", lineItem?.creationNode), ("available", available?.node), ("submission", submission?.node),
        ]
        switch presentation {
        case .frame(let width, let height):
            members.append(("iframe", ["width": .number(width), "height": .number(height)]))
        case .window(let name): members.append(("window", ["targetName": .string(name)]))
        case nil: break
        }
        return .compactObject(members)
    }
}
