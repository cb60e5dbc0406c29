import Foundation
import Values

/// The real binary in a process of its own, as users run it; tests may kill it at any moment and start it again.
final class ServiceProcess: Sendable {
    struct Failure: Error, CustomStringConvertible { var description: String }

    let environment: [String: String]
    private let arguments: [String]
    private let state = Locked<Process?>(nil)

    init(arguments: [String], environment: [String: String]) {
        self.arguments = arguments
        self.environment = environment
    }

    /// The binary that was built together with these tests.
    static var binary: URL {
        get throws {
            // The test bundle stands beside the products of the same build.
            var folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            for _ in 0..<4 {
                let candidate = folder.appending(path: "lectern")
                if FileManager.default.isExecutableFile(atPath: candidate.path), !candidate.hasDirectoryPath {
                    return candidate
                }
                folder.deleteLastPathComponent()
            }
            throw Failure(description: "the lectern binary isn't beside \(CommandLine.arguments[0])")
        }
    }

    /// Starts the process; returns once `isReady` gives true, or throws with what it wrote.
    func start(log: URL? = nil, isReady: @Sendable () async -> Bool) async throws {
        let process = Process()
        process.executableURL = try Self.binary
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let output = log ?? FileManager.default.temporaryDirectory.appending(path: UUID().uuidString + ".log")
        _ = FileManager.default.createFile(atPath: output.path, contents: nil)
        let handle = try FileHandle(forWritingTo: output)
        let reading = try FileHandle(forReadingFrom: output)
        if log == nil { try FileManager.default.removeItem(at: output) }
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        state.withLock { $0 = process }
        let deadline = ContinuousClock.now + .seconds(30)
        while !(await isReady()) {
            guard process.isRunning, ContinuousClock.now < deadline else {
                let text = String(decoding: (try? reading.readToEnd()) ?? Data(), as: UTF8.self)
                process.terminate()
                throw Failure(description: "the service didn't become ready:\n" + text.suffix(4_000))
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    var processID: Int32? { state.withLock { $0?.processIdentifier } }

    /// SIGKILL, as a crash or a power cut; returns when the process is gone.
    func kill() {
        guard let process = state.withLock({ $0 }), process.isRunning else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// SIGTERM, as an operator; the exit status.
    @discardableResult
    func stop() -> Int32 {
        guard let process = state.withLock({ $0 }) else { return 0 }
        if process.isRunning { process.terminate() }
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Runs a command of the binary to its end.
    static func run(
        _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> (status: Int32, output: String) {
        try await Command.run(binary.path, arguments, environment: environment)
    }
}
