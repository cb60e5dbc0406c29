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
    @Test(
        "The tincan library saves, queries, voids and keeps state",
        .enabled("tincan can't be installed from PyPI") { await Self.python.value != nil },
        arguments: Engine.underTest)
    func library(engine: Engine) async throws {
        let python = try #require(await Self.python.value)
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

    private static let python = Task {
        await PythonEnvironment.make("tincan", packages: ["tincan==1.0.0"], module: "tincan")
    }
}
