import DemoJourney
import Foundation
import NIOCore

/// A platform made of Open edX's own LTI code, in a process of its own.
enum OpenEdX {
    private static let script = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "openedx_platform.py").path
    private static let python = Task {
        await PythonEnvironment.make(
            "openedx", packages: ["lti-consumer-xblock==11.4.4", "cryptography"], module: "lti_consumer, cryptography")
    }

    /// Whether it could be installed from PyPI.
    static func isInstalled() async -> Bool { await python.value != nil }

    /// Runs `body` beside the platform.
    /// - Parameters:
    ///   - tool: the service's public URL.
    ///   - bindingKey: what the platform's link has among its custom parameters.
    static func with<Result>(
        port: Int, tool: String, bindingKey: String, _ body: () async throws -> Result
    ) async throws -> Result {
        let process = Process()
        process.executableURL = URL(filePath: await python.value ?? "")
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
