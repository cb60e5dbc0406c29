import Access
import HTTPTypes
import Hummingbird
import LearningRecords
import NIOCore
import ServiceLifecycle
import Values
import Workflows

/// The live stream of statements, as server-sent events (HTML Living Standard §9.2): `GET /xapi/extensions/stream` with
/// the filters of a GET on statements.
///
/// Each event's id is a place: a reader that comes back with it in `Last-Event-ID` misses nothing. Without one the stream
/// begins behind `since`, or now. A comment now and then shows that the connection lives. A reader that doesn't take
/// what it is sent is let go, and all are when the service shuts down.
struct StatementStream: Sendable {
    static let path = "extensions/stream"
    static let parameters = [
        "agent", "verb", "activity", "registration", "related_agents", "related_activities", "since", "lastEventId",
    ]

    private static let look = Duration.milliseconds(300)
    private static let heartbeat = Duration.seconds(15)

    let follow: FollowStatements
    let question: StatementQuestion
    let principal: XAPIPrincipal
    let start: StatementPosition
    let connection: any Channel
    /// Held as long as the stream lives.
    let seat: StreamSeat
    /// How long a reader may leave what it was sent.
    let patience: Duration

    var answer: XAPIAnswer {
        var answer = XAPIAnswer(
            .ok, fields: [.contentType: "text/event-stream", .cacheControl: "no-store"])
        answer.fields.setUnlessPresent("X-Accel-Buffering", "no")
        answer.live = ResponseBody { writer in
            let watch = WriteWatch(connection, patience: patience)
            defer { watch.end() }
            try await send(to: &writer, watch)
            try await writer.finish(nil)
        }
        return answer
    }

    private func send(to writer: inout any ResponseBodyWriter, _ watch: WriteWatch) async throws {
        var position = start
        var quietSince = ContinuousClock.now
        try await watch.writing(": \(position.place)\nretry: 2000\n\n", to: &writer)
        while !Task.isCancelled, !Task.isShuttingDownGracefully {
            guard let batch = try? await follow.next(question, after: position, by: principal) else { return }
            if !batch.events.isEmpty {
                try await watch.writing(Self.text(batch.events), to: &writer)
                quietSince = .now
            }
            position = batch.reached
            if batch.isFull { continue }
            if quietSince.duration(to: .now) > Self.heartbeat {
                try await watch.writing(": \(position.place)\n\n", to: &writer)
                quietSince = .now
            }
            try? await Task.sleep(for: Self.look)
        }
    }

    /// A statement stands on one line.
    private static func text(_ events: [FollowStatements.Event]) -> ByteBuffer {
        var text = ByteBuffer()
        for event in events {
            text.writeString("id: \(event.place)\nevent: statement\ndata: ")
            text.writeBytes(event.body)
            text.writeString("\n\n")
        }
        return text
    }
}

/// Closes a connection whose reader takes nothing for too long.
private final class WriteWatch: Sendable {
    private let writingSince = Locked<ContinuousClock.Instant?>(nil)
    private let task = Locked<Task<Void, Never>?>(nil)

    init(_ connection: any Channel, patience: Duration) {
        let guarding = Task { [weak self] in
            while !Task.isCancelled {
                try? await Task.sleep(for: patience / 4)
                guard let self else { return }
                let since = self.writingSince.withLock { $0 }
                if let since, since.duration(to: .now) > patience { connection.close(promise: nil) }
            }
        }
        task.withLock { $0 = guarding }
    }

    func writing(_ text: String, to writer: inout any ResponseBodyWriter) async throws {
        try await writing(ByteBuffer(string: text), to: &writer)
    }

    func writing(_ bytes: ByteBuffer, to writer: inout any ResponseBodyWriter) async throws {
        writingSince.withLock { $0 = .now }
        try await writer.write(bytes)
        writingSince.withLock { $0 = nil }
    }

    func end() { task.withLock { $0?.cancel() } }
}
