public import JSON

/// The one address of a tool's deployment that gets a type of notice (Platform Notification Service 1.0).
public struct NoticeHandler: Sendable, Equatable {
    public var noticeType: String
    /// Empty for none: that is how a handler is taken away.
    public var handler: String

    public init(noticeType: String, handler: String) {
        self.noticeType = noticeType
        self.handler = handler
    }

    /// What a PUT sends.
    /// - Parameter batch: how many notices a request may hold; platforms may not keep to it.
    public func node(batch: Int) -> JSONNode {
        .compactObject([
            ("notice_type", .string(noticeType)), ("handler", .string(handler)),
            ("max_batch_size", handler.isEmpty ? Optional.none : .number(batch)),
        ])
    }

    /// Nil when the answer of a PUT isn't one handler.
    public init?(_ value: JSONValue) {
        guard let type = value.text("notice_type") else { return nil }
        noticeType = type
        handler = value["handler"]?.string ?? ""
    }

    /// The handlers of a deployment as GET answers them; nil when the answer isn't a catalogue.
    public static func list(_ value: JSONValue) -> [NoticeHandler]? {
        value["notice_handlers"].flatMap { $0.kind == .array ? $0.elements.compactMap(NoticeHandler.init) : nil }
    }
}
