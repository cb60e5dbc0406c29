import Values

/// Who waits in this process for something to be committed.
final class Announcements: Sendable {
    private struct State {
        var next = 0
        var listeners: [String: [Int: AsyncStream<Void>.Continuation]] = [:]
    }

    private let state = Locked(State())

    func listen(to channel: String) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state in
            state.next += 1
            state.listeners[channel, default: [:]][state.next] = continuation
            return state.next
        }
        continuation.onTermination = { [weak self] _ in
            _ = self?.state.withLock { $0.listeners[channel]?.removeValue(forKey: number) }
        }
        return stream
    }

    func post(_ channels: Set<String>) {
        if channels.isEmpty { return }
        let waiting = state.withLock { state in channels.flatMap { state.listeners[$0].map { Array($0.values) } ?? [] }
        }
        for continuation in waiting { continuation.yield() }
    }

    func finish() {
        let all = state.withLock { $0.listeners.values.flatMap(\.values) }
        for continuation in all { continuation.finish() }
    }
}
