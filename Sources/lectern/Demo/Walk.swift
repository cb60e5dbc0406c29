import ArgumentParser
import DemoData
import DemoJourney
import DemoLMS
import Foundation
import Logging
import Server
import ServiceLifecycle
import Values

/// The whole journey by itself, over real HTTP on loopback, on fresh data and free ports. Nothing of the environment's
/// settings counts, so that no service's store can be meant.
enum Walk {
    static func run(out: String, profile: PlatformProfile) async throws {
        let folder = URL(filePath: out, directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let data = FileManager.default.temporaryDirectory.appending(path: "lectern-walk-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: data) }
        let ports = try FreePort.find(3)
        var configuration = Configuration()
        configuration.address = SocketAddress(host: "127.0.0.1", port: ports[0])
        configuration.publicURL = "http://localhost:\(ports[0])"
        configuration.contentAddress = SocketAddress(host: "127.0.0.1", port: ports[1])
        configuration.contentURL = "http://content.localhost:\(ports[1])"
        configuration.dataFolder = data.path
        configuration.keysFolder = data.path + "/keys"
        configuration.allowPrivateAddresses = true
        configuration.logLevel = .error
        let (logger, metrics) = Observability.bootstrap(configuration)
        let stage = try await DemoStage.open(configuration, profile: profile, lmsPort: ports[2])
        let (running, started) = AsyncStream.makeStream(of: Void.self)
        let group = try stage.group(logger: logger, metrics: metrics, stopsOnSignals: false) { started.yield() }
        let steps = WalkSteps(stage: stage, publicURL: configuration.publicURL, folder: folder)
        let work = Task {
            for await _ in running { break }
            defer { Task { await group.triggerGracefulShutdown() } }
            return await steps.run()
        }
        try await group.run()
        await stage.opened.close()
        guard await work.value else { throw ExitCode.failure }
    }
}
