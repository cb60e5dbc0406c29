public import Values

/// Reads `multipart/mixed` as it arrives (RFC 2046 §5.1), as a value: bytes in, events out. It keeps no more than the
/// headers of one part and the length of a boundary, whatever is sent.
///
/// Lines end with CRLF or, as some senders have it, with LF alone. What stands before the first boundary and behind the
/// last one is passed over.
public struct MultipartReader: Sendable {
    public enum Event: Sendable, Equatable {
        case begins(MultipartHeaders)
        case bytes(ArraySlice<UInt8>)
        case ends
    }

    public struct Limits: Sendable {
        /// Bytes of one part's headers.
        public var headerBytes: Int
        public var parts: Int

        public static let standard = Limits(headerBytes: 16_384, parts: 1_000)

        public init(headerBytes: Int, parts: Int) {
            self.headerBytes = headerBytes
            self.parts = parts
        }
    }

    private enum State { case preamble, headers, body, epilogue }

    private let search: BoundarySearch
    private let limits: Limits
    private var state = State.preamble
    private var buffer: [UInt8] = []
    /// Where what wasn't dealt with begins in the buffer.
    private var start = 0
    /// A boundary may stand here without a line's end before it.
    private var isAtLineStart = true
    private var headers = MultipartHeaders()
    private var headerBytes = 0
    private var parts = 0

    public init(boundary: MultipartBoundary, limits: Limits = .standard) {
        search = BoundarySearch(line: boundary.line)
        self.limits = limits
    }

    /// - Throws: `invalid` for what isn't such a body, `tooLarge` over a limit; what `sink` throws.
    public mutating func take(
        _ bytes: some Collection<UInt8>, _ sink: (Event) throws -> Void
    ) throws {
        guard state != .epilogue else { return }
        buffer.append(contentsOf: bytes)
        while try step(sink) {}
        if state == .epilogue { start = buffer.count }
        buffer.removeFirst(start)
        start = 0
    }

    /// - Throws: `invalid` unless the closing boundary was seen.
    public func finish() throws(ServiceError) {
        switch state {
        case .epilogue: return
        case .preamble: throw Self.refusal("the boundary of the header doesn't stand in it")
        default: throw Self.refusal("it breaks off before its closing boundary")
        }
    }

    /// False when more bytes are needed.
    private mutating func step(_ sink: (Event) throws -> Void) throws -> Bool {
        switch state {
        case .preamble, .body: try pass(sink)
        case .headers: try readHeaders(sink)
        case .epilogue: false
        }
    }

    private mutating func pass(_ sink: (Event) throws -> Void) throws -> Bool {
        let isBody = state == .body
        switch search.find(in: buffer, from: start, isAtLineStart: isAtLineStart) {
        case .undecided(let safe):
            if safe > start {
                isAtLineStart = false
                if isBody { try sink(.bytes(buffer[start..<safe])) }
                start = safe
            }
            return false
        case .boundary(let end, let next, let isLast):
            if isBody, end > start { try sink(.bytes(buffer[start..<end])) }
            if isBody { try sink(.ends) }
            start = next
            if isLast {
                guard parts > 0 else { throw Self.refusal("it has no part") }
                state = .epilogue
            } else {
                try beginPart()
            }
            return !isLast
        }
    }

    private mutating func beginPart() throws(ServiceError) {
        parts += 1
        guard parts <= limits.parts else {
            throw ServiceError(.tooLarge, "The body has more than \(limits.parts) parts.")
        }
        headers = MultipartHeaders()
        headerBytes = 0
        state = .headers
    }

    private mutating func readHeaders(_ sink: (Event) throws -> Void) throws -> Bool {
        guard let lineEnd = buffer[start...].firstIndex(of: UInt8(ascii: "\n")) else {
            try checkHeaders(adding: buffer.count - start)
            return false
        }
        var line = buffer[start..<lineEnd]
        try checkHeaders(adding: line.count + 1)
        headerBytes += line.count + 1
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        guard !search.begins(line) else { throw Self.refusal("a part has no empty line after its headers") }
        start = lineEnd + 1
        if line.isEmpty {
            state = .body
            isAtLineStart = true
            try sink(.begins(headers))
        } else {
            try headers.add(line: line)
        }
        return true
    }

    private func checkHeaders(adding bytes: Int) throws(ServiceError) {
        guard headerBytes + bytes <= limits.headerBytes else {
            throw ServiceError(.invalid, "A part's headers are larger than \(limits.headerBytes) bytes.")
        }
    }

    private static func refusal(_ text: String) -> ServiceError {
        ServiceError(.invalid, "Not a multipart body: \(text).")
    }
}
