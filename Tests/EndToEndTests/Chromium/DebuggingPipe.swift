import Foundation
import JSON
import Values

/// Commands to a browser and their answers, each a JSON text ended by a zero byte (Chrome DevTools Protocol over a pipe).
///
/// A command to a frame that goes away is never answered, so each has a deadline.
final class DebuggingPipe: Sendable {
    private typealias Waiting = CheckedContinuation<JSONDocument, any Error>

    private struct State {
        var nextID = 1
        var waiting: [Int: (deadline: ContinuousClock.Instant, continuation: Waiting)] = [:]
        var hasEnded = false

        mutating func expire() -> [Waiting] {
            let late = waiting.filter { $0.value.deadline < .now }
            for id in late.keys { waiting[id] = nil }
            return late.values.map(\.continuation)
        }

        mutating func end() -> [Waiting] {
            hasEnded = true
            defer { waiting = [:] }
            return waiting.values.map(\.continuation)
        }
    }

    private let toBrowser: Int32
    private let fromBrowser: Int32
    private let state = Locked(State())

    /// Takes over both descriptors; they are closed when the browser has closed its ends.
    init(toBrowser: Int32, fromBrowser: Int32) {
        self.toBrowser = toBrowser
        self.fromBrowser = fromBrowser
        Thread.detachNewThread { [self] in
            readAnswers()
            fail(state.withLock { $0.end() }, "chromium has ended")
            close(toBrowser)
            close(fromBrowser)
        }
    }

    /// One command; the whole answer.
    func send(_ method: String, _ parameters: JSONNode, session: String?) async throws -> JSONDocument {
        try await withCheckedThrowingContinuation { continuation in
            let id: Int? = state.withLock { state in
                guard !state.hasEnded else { return nil }
                let id = state.nextID
                state.nextID += 1
                state.waiting[id] = (ContinuousClock.now + .seconds(5), continuation)
                return id
            }
            guard let id else { return continuation.resume(throwing: Chromium.Failure("chromium has ended")) }
            let message = JSONNode.compactObject([
                ("id", .number(id)), ("method", .string(method)), ("params", parameters),
                ("sessionId", session.map { .string($0) }),
            ])
            write(message.serialized + [0])
        }
    }

    private func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(toBrowser, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    private func readAnswers() {
        var unread: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            var watched = pollfd(fd: fromBrowser, events: Int16(POLLIN), revents: 0)
            if poll(&watched, 1, 100) > 0 {
                let count = read(fromBrowser, &chunk, chunk.count)
                guard count > 0 else { return }
                unread += chunk[..<count]
                while let end = unread.firstIndex(of: 0) {
                    deliver(Array(unread[..<end]))
                    unread.removeFirst(end + 1)
                }
            }
            fail(state.withLock { $0.expire() }, "chromium didn't answer in time")
        }
    }

    private func deliver(_ message: [UInt8]) {
        guard let document = try? JSONDocument(parsing: message), let id = document.root["id"]?.integer else { return }
        state.withLock { $0.waiting.removeValue(forKey: Int(id)) }?.continuation.resume(returning: document)
    }

    private func fail(_ continuations: [Waiting], _ reason: String) {
        for continuation in continuations { continuation.resume(throwing: Chromium.Failure(reason)) }
    }
}
