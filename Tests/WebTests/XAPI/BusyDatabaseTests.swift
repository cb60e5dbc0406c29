import Database
import Foundation
import HTTPTypes
import JSON
import TestWorld
import Testing
import Values
import Web
import Workflows

@Suite("Statements while the database is held by somebody")
struct BusyDatabaseTests {
    @Test(
        "Who waits too long is told to come back, and nothing of it is stored later", .timeLimit(.minutes(1)),
        arguments: Engine.underTest)
    func held(engine: Engine) async throws {
        try await LRSHouse.with(engine, adjust: Self.impatient) { lrs in
            let (began, done) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            let database = lrs.services.database
            async let holder: Void = database.write { tx in
                if tx.engine == .postgres { try tx.execute("lock table statement in access exclusive mode") }
                began.signal()
                done.wait()
            }
            await Self.wait(began)
            let answers = try await withThrowingTaskGroup(of: LRSAnswer.self) { group in
                for number in 1...80 {
                    group.addTask { try await lrs.post(Spoken.statement(id: Spoken.id(number)).text) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.allSatisfy { $0.status == .serviceUnavailable && $0.headers[.retryAfter] != nil })
            done.signal()
            try await holder
            #expect(try await lrs.post(Spoken.statement(id: Spoken.id(100)).text).status == .ok)
            #expect(try await lrs.ids() == [Spoken.id(100)])
        }
    }

    private static func impatient(_ options: inout DatabaseOptions) {
        options.patience = .milliseconds(50)
        options.statementTimeout = .milliseconds(600)
    }

    private static func wait(_ signal: DispatchSemaphore) async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                signal.wait()
                continuation.resume()
            }
        }
    }
}
