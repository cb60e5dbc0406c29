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

    var figures: ProcessFigures { ProcessFigures(process.processIdentifier) }
}
