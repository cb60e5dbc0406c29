import Values

/// The parts of a `multipart/form-data` body as they arrive (RFC 2046 §5.1, RFC 7578), as a value: bytes
/// in, events out.
struct MultipartParser {
    enum Event: Equatable {
        case field(name: String, value: String)
        case fileBegins(name: String)
        case fileBytes(ArraySlice<UInt8>)
    }

    private enum State: Equatable {
        case beforePart, headers
        case field(name: String)
        case file
        case end
    }

    /// The most that the headers of a part, or a plain field, may hold.
    private static let smallLimit = 64 * 1024
    private let delimiter: [UInt8]
    private var state = State.beforePart
    private var buffer: [UInt8] = Array("\r\n".utf8)

    init(boundary: [UInt8]) { delimiter = Array("\r\n--".utf8) + boundary }

    /// Whether the closing delimiter was seen.
    var isComplete: Bool { state == .end }

    /// - Throws: `.invalid` for what isn't such a body.
    mutating func take(_ bytes: [UInt8]) throws -> [Event] {
        buffer += bytes
        var events: [Event] = []
        while try step(&events) {}
        return events
    }

    /// One step; false when more bytes are needed.
    private mutating func step(_ events: inout [Event]) throws -> Bool {
        switch state {
        case .end: return false
        case .beforePart: return try findPart()
        case .headers: return try readHeaders(&events)
        case .field(let name): return try readField(name, &events)
        case .file: return readFile(&events)
        }
    }

    /// After a delimiter: `--` ends the body, a line break begins a part.
    private mutating func findPart() throws -> Bool {
        guard let found = buffer.position(of: delimiter) else {
            return try needMore()
        }
        let rest = buffer[(found + delimiter.count)...]
        guard rest.count >= 2 else { return false }
        if rest.starts(with: "--".utf8) {
            state = .end
            buffer = []
            return false
        }
        guard rest.starts(with: "\r\n".utf8) else { throw Self.malformed }
        buffer = Array(rest.dropFirst(2))
        state = .headers
        return true
    }

    private mutating func readHeaders(_ events: inout [Event]) throws -> Bool {
        guard let end = buffer.position(of: Array("\r\n\r\n".utf8)) else { return try needMore() }
        let headers = String(decoding: buffer[..<end], as: UTF8.self)
        guard
            let line = headers.split(separator: "\r\n").first(where: {
                $0.lowercased().hasPrefix("content-disposition:")
            }),
            let name = Self.parameter("name", of: line)
        else { throw Self.malformed }
        // The line break before the data may belong to the next delimiter, when there is no data.
        buffer = Array(buffer[(end + 2)...])
        if Self.parameter("filename", of: line) != nil {
            events.append(.fileBegins(name: name))
            buffer.removeFirst(2)
            state = .file
        } else {
            state = .field(name: name)
        }
        return true
    }

    private mutating func readField(_ name: String, _ events: inout [Event]) throws -> Bool {
        guard let end = buffer.position(of: delimiter) else { return try needMore() }
        guard let value = String(validating: buffer[min(2, end)..<end], as: UTF8.self) else { throw Self.malformed }
        events.append(.field(name: name, value: value))
        buffer = Array(buffer[end...])
        state = .beforePart
        return true
    }

    /// Hands on all that can't be part of a delimiter.
    private mutating func readFile(_ events: inout [Event]) -> Bool {
        if let end = buffer.position(of: delimiter) {
            if end > 0 { events.append(.fileBytes(buffer[..<end])) }
            buffer = Array(buffer[end...])
            state = .beforePart
            return true
        }
        let safe = buffer.count - delimiter.count + 1
        if safe > 0 {
            events.append(.fileBytes(buffer[..<safe]))
            buffer = Array(buffer[safe...])
        }
        return false
    }

    private func needMore() throws -> Bool {
        guard buffer.count <= Self.smallLimit else { throw Self.malformed }
        return false
    }

    private static func parameter(_ name: String, of line: Substring) -> String? {
        guard let start = line.firstRange(of: "; \(name)=\"")?.upperBound else { return nil }
        return String(line[start...].prefix { $0 != "\"" })
    }

    private static let malformed = ServiceError(.invalid, "The form can't be read.")
}

extension [UInt8] {
    /// Where a pattern first stands.
    fileprivate func position(of pattern: [UInt8]) -> Int? {
        guard let first = pattern.first, count >= pattern.count else { return nil }
        var from = 0
        while let start = self[from...(count - pattern.count)].firstIndex(of: first) {
            if self[start..<(start + pattern.count)].elementsEqual(pattern) { return start }
            from = start + 1
            if from > count - pattern.count { return nil }
        }
        return nil
    }
}
