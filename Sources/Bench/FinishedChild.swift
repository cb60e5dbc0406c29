import Foundation

/// A command in a process of its own, watched until it ends.
struct FinishedChild {
    let seconds: Double
    /// The most memory that it held, in MiB, as far as looking every few milliseconds tells.
    let peakMemory: Double

    static func run(
        _ executable: String, _ arguments: [String], _ environment: [String: String]
    ) throws -> FinishedChild {
        let process = Process()
        process.executableURL = URL(filePath: executable)
        process.arguments = arguments
        process.environment = environment
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let start = ContinuousClock.now
        try process.run()
        var peak = 0.0
        while process.isRunning {
            peak = max(peak, ProcessFigures(process.processIdentifier).peakMemory)
            usleep(2_000)
        }
        guard process.terminationStatus == 0 else {
            throw BenchFailure("lectern \(arguments.joined(separator: " ")) failed")
        }
        return FinishedChild(seconds: start.duration(to: .now).seconds, peakMemory: peak)
    }
}

/// What the kernel tells of a process.
struct ProcessFigures {
    private let id: Int32

    init(_ id: Int32) { self.id = id }

    /// Memory that it holds now, in MiB.
    var memory: Double { status("VmRSS:") }

    /// The most that it held since ``forgetPeak()``, in MiB.
    var peakMemory: Double { status("VmHWM:") }

    func forgetPeak() { try? Data("5".utf8).write(to: URL(filePath: "/proc/\(id)/clear_refs")) }

    /// Seconds of processor time so far, its own and the kernel's for it.
    var processorTime: Double {
        let text = (try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)) ?? ""
        let fields = text.drop { $0 != ")" }.split(separator: " ").dropFirst()
        let ticks = fields.dropFirst(11).prefix(2).compactMap { Double($0) }.reduce(0, +)
        return ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private func status(_ name: String) -> Double {
        let text = (try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
        return (line?.split { " \t".contains($0) }.dropFirst().first.flatMap { Double($0) } ?? 0) / 1_024
    }
}
