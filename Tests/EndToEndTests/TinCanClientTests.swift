import Access
import Database
import DemoData
import Foundation
import ServiceWorld
import TestWorld
import Testing
import Values
import Workflows

/// A public client library that isn't ours, against the running service.
@Suite(.serialized, .timeLimit(.minutes(3))) struct TinCanClientTests {
    @Test("The tincan library saves, queries, voids and keeps state", arguments: Engine.underTest)
    func library(engine: Engine) async throws {
        guard let python = try await Self.python.value else { return }
        try await RunningService.with(engine) { service in
            let services = service.services
            let credential = try await services.database.write { tx in
                try Credentials(world: services.world).add(
                    name: "tincan", scopes: XAPIScopes([.all]), tenant: DemoTenant.tenant, in: tx,
                    now: services.world.now())
            }
            let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "TinCan/client.py").path
            let endpoint = service.publicURL.replacing("localhost", with: "127.0.0.1") + "/xapi/"
            let run = try await Command.run(
                python, [script, endpoint, credential.keyID, credential.secret.reveal()], seconds: 60)
            #expect(run.status == 0, "\(run.output)")
            #expect(run.output.split(separator: "\n").filter { $0.hasPrefix("ok") }.count > 20)
        }
    }

    private static let folder = TemporaryFolder()

    /// A Python that has the library; nil, with the reason printed, where it can't be had.
    private static let python = Task<String?, any Error> {
        let home = folder.path + "/venv"
        for (tool, arguments) in [
            ("/usr/bin/env", ["python3", "-m", "venv", home]),
            (home + "/bin/pip", ["install", "--quiet", "tincan==1.0.0"]),
        ] {
            let run = try? await Command.run(tool, arguments, seconds: 90)
            guard let run, run.status == 0 else {
                print("skipped: \(arguments.joined(separator: " ")): \(run?.output.suffix(300) ?? "can't be run")")
                return nil
            }
        }
        return home + "/bin/python"
    }
}

/// A program of the system, run to its end.
private enum Command {
    static func run(
        _ path: String, _ arguments: [String], seconds: Int
    ) async throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
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
