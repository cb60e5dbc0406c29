import Foundation

/// A program, run to its end.
enum Command {
    /// - Parameter seconds: after these it is told to end.
    /// - Returns: the exit status, and what it wrote to standard output and error.
    static func run(
        _ path: String, _ arguments: [String], environment: [String: String] = [:], seconds: Int = 300
    ) async throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        let ended = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { process in
            ended.continuation.yield(process.terminationStatus)
            ended.continuation.finish()
        }
        try process.run()
        let timer = Task {
            try await Task.sleep(for: .seconds(seconds))
            process.terminate()
        }
        defer { timer.cancel() }
        let output = await Task.detached { pipe.fileHandleForReading.readDataToEndOfFile() }.value
        for await status in ended.stream { return (status, String(decoding: output, as: UTF8.self)) }
        return (-1, "")
    }
}
