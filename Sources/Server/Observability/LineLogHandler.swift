import Cryptography
import Foundation
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
        let fields = metadata.merging(event.metadata ?? [:]) { _, new in new }.sorted { $0.key < $1.key }
        let time = World.system.now().rfc3339
        let line: String
        switch format {
        case .text:
            line =
                "\(time) \(event.level) \(label): \(event.message)"
                + fields.map { " \($0.key)=\(oneLine("\($0.value)"))" }.joined()
        case .json:
            var members: [(String, JSONNode)] = [
                ("time", .string(time)), ("level", .string(event.level.rawValue)), ("logger", .string(label)),
                ("message", .string("\(event.message)")),
            ]
            members += fields.map { ($0.key, .string("\($0.value)")) }
            line = JSONNode.object(members).text
        }
        FileHandle.standardError.write(Data((oneLine(line) + "\n").utf8))
    }

    /// Hostile values can't forge a second line.
    private func oneLine(_ text: String) -> String {
        String(text.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? " " : Character($0) })
    }
}
