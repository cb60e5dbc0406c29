import Database
import DemoJourney
import Foundation
import NIOCore
import Server
import ServiceWorld
import TestWorld
import Testing

/// Where `lectern demo` may work.
@Suite(.serialized, .timeLimit(.minutes(4))) struct DemoStoreTests {
    @Test(
        "The demo refuses a store that holds records and isn't its own, and leaves it as it was",
        arguments: Engine.underTest)
    func refused(engine: Engine) async throws {
        let store = try await SomeStore(engine)
        defer { store.place.folder.remove() }
        try await store.addOwner()
        let answer = try await store.run("demo", "--lms-port", "\(store.place.ports[2])")
        #expect(answer.status == 1 && answer.output.contains("isn't a demo's"), "\(answer.output)")
        #expect(answer.output.contains("LECTERN_DATA"))
        try await store.with { opened in #expect(!opened.isDemo) }
        #expect(try await store.run("users", "list").output == "ada@example.com  owner\n")
    }

    @Test("The demo works in an empty store and in its own again, and that store isn't served to the world")
    func own() async throws {
        let place = try await ServicePlace(.sqlite)
        defer { place.folder.remove() }
        let demo = ServiceProcess(
            arguments: ["demo", "--lms-port", "\(place.ports[2])"], environment: place.environment)
        let probe = BrowserClient(timeout: .seconds(2))
        let ready = place.publicURL + "/readyz"
        for _ in 0..<2 {
            try await demo.start { (try? await probe.get(ready))?.status == 200 }
            #expect(demo.stop() == 0)
        }
        var environment = place.environment
        environment["LECTERN_PUBLIC_URL"] = "https://lectern.example"
        environment["LECTERN_CONTENT_URL"] = "https://content.example"
        let served = try await ServiceProcess.run(["serve"], environment: environment)
        #expect(served.status == 1 && served.output.contains("passwords that everybody knows"), "\(served.output)")
        let doctor = try await ServiceProcess.run(["doctor"], environment: place.environment)
        #expect(doctor.output.contains("warning  demo"), "\(doctor.output)")
    }
}
