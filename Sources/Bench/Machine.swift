import Foundation
import JSON

/// What the figures were taken on.
struct Machine: Sendable {
    let processor: String
    let cores: Int
    let memoryMiB: Int
    let system: String

    static let here = Machine(
        processor: value("model name", in: "/proc/cpuinfo") ?? "unknown",
        cores: ProcessInfo.processInfo.activeProcessorCount,
        memoryMiB: Int(ProcessInfo.processInfo.physicalMemory >> 20),
        system: value("PRETTY_NAME", in: "/etc/os-release", separator: "=") ?? "Linux")

    var text: String { "\(cores) × \(processor), \(memoryMiB) MiB, \(system)" }

    var node: JSONNode {
        [
            "processor": .string(processor), "cores": .number(cores), "memoryMiB": .number(memoryMiB),
            "system": .string(system),
        ]
    }

    private static func value(_ name: String, in file: String, separator: Character = ":") -> String? {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { return nil }
        let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
        return line?.split(separator: separator, maxSplits: 1).last
            .map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " \t\"")) }
    }
}
