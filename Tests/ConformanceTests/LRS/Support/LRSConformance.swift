import Access
import Database
import DemoData
import Foundation
import ServiceWorld
import TestWorld
import Testing
import Values
import Workflows
import XAPI

/// What `xapi-lrs.md` asks for, over real sockets: one service an engine, shared by all suites within.
@Suite(.serialized, .runningServices, .timeLimit(.minutes(1))) struct LRSConformance {}

/// Where a test runs: an engine below, a version of the standard above.
struct LRSWorld: Sendable, CustomTestStringConvertible {
    let engine: Engine
    let version: XAPIVersion

    /// Both versions on each engine.
    static let all = XAPIVersion.allCases.flatMap { version in
        Engine.underTest.map { LRSWorld(engine: $0, version: version) }
    }
    static let v1 = all.filter { $0.version == .v1 }
    static let v2 = all.filter { $0.version == .v2 }

    @TaskLocal static var running: [Engine: HeldService] = [:]

    var testDescription: String { "\(version.rawValue) on \(engine.rawValue)" }

    var service: RunningService {
        get throws { try #require(Self.running[engine]).service }
    }

    /// Speaks the world's version with a credential that may do everything.
    var client: LRSClient {
        get throws {
            let held = try #require(Self.running[engine])
            return LRSClient(service: held.service, credential: held.credential, version: version)
        }
    }

    /// With a new credential of its own.
    func client(_ scopes: XAPIScope...) async throws -> LRSClient {
        let credential = try await HeldService.credential(Set(scopes), in: try service)
        return LRSClient(service: try service, credential: credential, version: version)
    }
}

/// A service that runs until it is let go.
struct HeldService: Sendable {
    let service: RunningService
    let credential: IssuedCredential
    private let release: AsyncStream<Void>.Continuation
    private let work: Task<Void, any Error>

    static func start(_ engine: Engine) async throws -> HeldService {
        let (started, start) = AsyncStream.makeStream(of: RunningService.self)
        let (released, release) = AsyncStream.makeStream(of: Void.self)
        let work = Task {
            defer { start.finish() }
            try await RunningService.with(engine) { service in
                start.yield(service)
                for await _ in released {}
            }
        }
        for await service in started {
            let credential = try await credential([.all], in: service)
            return HeldService(service: service, credential: credential, release: release, work: work)
        }
        try await work.value
        throw ServiceError(.internalError, "The service ended before it began.")
    }

    func stop() async throws {
        release.finish()
        try await work.value
    }

    static func credential(_ scopes: Set<XAPIScope>, in service: RunningService) async throws -> IssuedCredential {
        let services = service.services
        return try await services.database.write { tx in
            try Credentials(world: services.world).add(
                name: "conformance", scopes: XAPIScopes(scopes), tenant: DemoTenant.tenant, in: tx,
                now: services.world.now())
        }
    }
}

/// Starts a service an engine around a suite.
struct RunningServices: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        var running: [Engine: HeldService] = [:]
        for engine in Engine.underTest { running[engine] = try await HeldService.start(engine) }
        try await LRSWorld.$running.withValue(running) { try await function() }
        for held in running.values { try await held.stop() }
    }
}

extension Trait where Self == RunningServices {
    static var runningServices: RunningServices { RunningServices() }
}
