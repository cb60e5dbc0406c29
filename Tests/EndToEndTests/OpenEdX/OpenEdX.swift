import DemoJourney
import Foundation
import NIOCore

/// A platform made of Open edX's own LTI code, in a process of its own.
enum OpenEdX {
    /// Kept between runs, since installing takes half a minute.
    private static let environment = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../.build/openedx").standardizedFileURL.path
    private static let script = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "openedx_platform.py").path
    private static let installing = Task { install() }

    /// Whether it could be installed from PyPI.
    static func isInstalled() async -> Bool { await installing.value }

    private static func install() -> Bool {
        let python = environment + "/bin/python"
        if run(python, ["-c", "import lti_consumer, cryptography"]) { return true }
        return run("/usr/bin/env", ["python3", "-m", "venv", environment])
            && run(
                python, ["-m", "pip", "install", "--quiet", "lti-consumer-xblock==11.4.4", "cryptography"])
    }

    private static func run(_ program: String, _ arguments: [String]) -> Bool {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    /// Runs `body` beside the platform.
    /// - Parameters:
    ///   - tool: the service's public URL.
    ///   - bindingKey: what the platform's link has among its custom parameters.
    static func with<Result>(
        port: Int, tool: String, bindingKey: String, _ body: () async throws -> Result
    ) async throws -> Result {
        let process = Process()
        process.executableURL = URL(filePath: environment + "/bin/python")
        process.arguments = [script, String(port), tool, bindingKey]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer { kill(process.processIdentifier, SIGKILL) }
        let (probe, deadline) = (BrowserClient(timeout: .seconds(2)), ContinuousClock.now + .seconds(30))
        while (try? await probe.get("http://127.0.0.1:\(port)/jwks"))?.status != 200 {
            guard process.isRunning, ContinuousClock.now < deadline else {
                throw BrowserClient.Failure(description: "Open edX's platform code doesn't start")
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        return try await body()
    }
}
