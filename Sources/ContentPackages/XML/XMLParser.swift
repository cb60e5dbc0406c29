import CLibXML2Shims

/// Reads a whole document into a tree with libxml2: no DTD at all, no entity but the five of XML itself, no net.
enum XMLParser {
    struct Failure: Error, Equatable {
        var line: Int
        var message: String
    }

    /// - Throws: the first fault that libxml2 names, or that there is a DOCTYPE (CMI-XSD-15).
    static func parse(_ bytes: [UInt8]) throws(Failure) -> XMLElement {
        guard bytes.count < Int(Int32.max) else { throw Failure(line: 0, message: "The document is too large.") }
        let builder = TreeBuilder()
        let outcome = withExtendedLifetime(builder) { run(bytes, into: builder) }
        switch outcome {
        case LECTERN_XML_DOCTYPE:
            throw Failure(line: 1, message: "A document type declaration (DOCTYPE) is not allowed.")
        case LECTERN_XML_OK:
            if let root = builder.root { return root }
            throw Failure(line: 1, message: "There is no root element.")
        default:
            throw builder.fault ?? Failure(line: 1, message: "The document is not well formed.")
        }
    }

    private static func run(_ bytes: [UInt8], into builder: TreeBuilder) -> lectern_xml_outcome {
        var events = lectern_xml_events()
        events.context = Unmanaged.passUnretained(builder).toOpaque()
        events.start = { TreeBuilder.of($0)?.start($1, $2, $3, $4, $5) }
        events.end = { TreeBuilder.of($0)?.end() }
        events.text = { TreeBuilder.of($0)?.text($1, $2) }
        events.fault = { TreeBuilder.of($0)?.note($1, $2) }
        return bytes.withUnsafeBytes { raw in
            lectern_xml_parse(raw.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count), &events)
        }
    }
}

/// Collects libxml2's events; lives for one call of the parser, on one thread.
private final class TreeBuilder {
    private var open: [XMLElement] = []
    private(set) var root: XMLElement?
    private(set) var fault: XMLParser.Failure?

    static func of(_ context: UnsafeMutableRawPointer?) -> TreeBuilder? {
        context.map { Unmanaged<TreeBuilder>.fromOpaque($0).takeUnretainedValue() }
    }

    func start(
        _ name: UnsafePointer<CChar>?, _ namespace: UnsafePointer<CChar>?, _ line: Int32, _ count: Int32,
        _ attributes: UnsafePointer<UnsafePointer<UInt8>?>?
    ) {
        var element = XMLElement(
            name: name.map { String(cString: $0) } ?? "", namespace: namespace.map { String(cString: $0) },
            attributes: [], line: Int(line))
        if let attributes {
            for i in 0..<Int(count) {
                let fields = attributes + i * 5
                guard let name = fields[0], let start = fields[3], let end = fields[4] else { continue }
                let value = UnsafeBufferPointer(start: start, count: end - start)
                element.attributes.append(
                    .init(
                        name: String(cString: name), namespace: fields[2].map { String(cString: $0) },
                        value: String(decoding: value, as: UTF8.self)))
            }
        }
        open.append(element)
    }

    func end() {
        guard let closed = open.popLast() else { return }
        if open.isEmpty { root = closed } else { open[open.count - 1].children.append(closed) }
    }

    func text(_ bytes: UnsafePointer<CChar>?, _ length: Int32) {
        guard let bytes, !open.isEmpty else { return }
        let raw = UnsafeRawBufferPointer(start: bytes, count: Int(length))
        open[open.count - 1].text += String(decoding: raw, as: UTF8.self)
    }

    func note(_ line: Int32, _ message: UnsafePointer<CChar>?) {
        guard fault == nil else { return }
        let text = message.map { String(cString: $0).trimmingXMLSpace } ?? ""
        fault = .init(line: Int(line), message: "Not well-formed XML: \(text).")
    }
}
