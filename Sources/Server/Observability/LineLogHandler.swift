import Cryptography
import Glibc
import JSON
package import Logging
import Values

/// Writes one line an event to standard error, as text or JSON.
package struct LineLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    private let label: String
    private let format: Configuration.LogFormat

    package init(label: String, level: Logger.Level, format: Configuration.LogFormat) {
        self.label = label
        self.logLevel = level
        self.format = format
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let fields = fields(of: event)
        let time = World.system.now().rfc3339
        var line = ""
        switch format {
        case .text:
            line.reserveCapacity(240)
            for piece in [time, " ", event.level.rawValue, " ", label, ": ", event.message.description] {
                line += piece
            }
            for (name, value) in fields {
                for piece in [" ", name, "=", value.description] { line += piece }
            }
        case .json:
            var members: [(String, JSONNode)] = [
                ("time", .string(time)), ("level", .string(event.level.rawValue)), ("logger", .string(label)),
                ("message", .string("\(event.message)")),
            ]
            members += fields.map { ($0.key, .string($0.value.description)) }
            line = JSONNode.object(members).text
        }
        Self.write(line)
    }

    /// By name; the event's own win.
    private func fields(of event: LogEvent) -> [(key: String, value: Logger.MetadataValue)] {
        let own = event.metadata ?? [:]
        var all = own.map { ($0.key, $0.value) }
        for (key, value) in metadata where own[key] == nil { all.append((key, value)) }
        return all.sorted { $0.0 < $1.0 }
    }

    /// In one call, so that lines of several threads don't mix. Control characters of hostile values can't forge a
    /// second line.
    private static func write(_ line: String) {
        var bytes = Array(line.utf8)
        for place in 0..<bytes.count where bytes[place] < 32 || bytes[place] == 127 { bytes[place] = 32 }
        bytes.append(10)
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { return }
            rest = rest.dropFirst(max(0, count))
        }
    }
}
