/// One element of a parsed document, with its place, so that a fault can name the line.
public struct XMLElement: Sendable, Equatable {
    public struct Attribute: Sendable, Equatable {
        public var name: String
        /// Nil for an attribute without a prefix.
        public var namespace: String?
        public var value: String
    }

    /// The local name.
    public var name: String
    public var namespace: String?
    public var attributes: [Attribute]
    public var children: [XMLElement] = []
    /// The text directly inside, CDATA included, as it stands.
    public var text = ""
    /// Counted from 1.
    public var line: Int

    /// The value of an attribute without a namespace, white space at both ends removed; nil when absent.
    public func attribute(_ name: String) -> String? {
        attributes.first { $0.namespace == nil && $0.name == name }.map { $0.value.trimmingXMLSpace }
    }

    public func isNamed(_ name: String, in namespace: String) -> Bool {
        self.name == name && self.namespace == namespace
    }
}

extension String {
    /// Without space, tab, line feed and carriage return at both ends (XML 1.0 §2.3).
    var trimmingXMLSpace: String {
        let bytes = utf8
        let isSpace: (UInt8) -> Bool = { $0 == 32 || $0 == 9 || $0 == 10 || $0 == 13 }
        guard let first = bytes.firstIndex(where: { !isSpace($0) }), let last = bytes.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(self[first...last])
    }
}
