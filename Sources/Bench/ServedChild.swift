import CReference
import Foundation

/// `lectern serve` in a process of its own, so that its memory and its work can be told from the bench's.
final class ServedChild {
    private let process = Process()

    init(_ executable: String, _ environment: [String: String]) throws {
        process.executableURL = URL(filePath: executable)
        process.arguments = ["serve"]
        process.environment = environment
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    /// - Throws: when it ends instead, or isn't ready within 30 seconds.
    func waitUntilReady(port: Int) throws {
        let probe = HTTPText.get("/readyz")
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            guard process.isRunning else { throw BenchFailure("the service ended while it started") }
            if (try? LoadResult.load(port: port, connections: 1, [probe], most: 1, seconds: 1)) != nil { return }
            usleep(1_000)
        }
        stop()
        throw BenchFailure("the service wasn't ready within 30 seconds")
    }

    func stop() {
        guard process.isRunning else { return }
        process.terminate()
        process.waitUntilExit()
    }

    /// Memory that it holds now, in MiB.
    var memory: Double { status("VmRSS:") }

    /// The most that it held since ``forgetPeak()``, in MiB.
    var peakMemory: Double { status("VmHWM:") }

    func forgetPeak() { try? Data("5".utf8).write(to: URL(filePath: "/proc/\(process.processIdentifier)/clear_refs")) }

    /// Seconds of processor time so far, its own and the kernel's for it.
    var processorTime: Double {
        let text = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8)) ?? ""
        let fields = text.drop { $0 != ")" }.split(separator: " ").dropFirst()
        let ticks = fields.dropFirst(11).prefix(2).compactMap { Double($0) }.reduce(0, +)
        return ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private func status(_ name: String) -> Double {
        let text = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
        return (line?.split { " \t".contains($0) }.dropFirst().first.flatMap { Double($0) } ?? 0) / 1_024
    }
}
