import HTTPTypes
import Hummingbird
import NIOCore
import Values

/// Reads bodies into memory, none larger than its limit and all that are held at the same time no larger than theirs. What
/// isn't read is thrown away by the server, so that the connection can go on.
final class RequestBodies: Sendable {
    /// A form comes before it is known who sends it; 4 MiB are far more than a page that is being closed can send.
    private static let formLimit = 4 << 20

    private let settings: XAPISettings
    private let held = Locked(0)

    init(_ settings: XAPISettings) { self.settings = settings }

    /// - Parameter hold: gets what the body takes up, for as long as it lives.
    /// - Throws: `tooLarge`; `unavailable` when too much is held.
    func body(of incoming: Request, _ path: XAPIPath, _ hold: inout BodyHold?) async throws -> [UInt8] {
        try await read(incoming, limit: limit(path), &hold)
    }

    /// As ``body(of:_:_:)``, of a request in the alternate syntax (1.0.3 Communication §1.3).
    func form(of incoming: Request, _ path: XAPIPath, _ hold: inout BodyHold?) async throws -> [UInt8] {
        try await read(incoming, limit: min(limit(path), Self.formLimit), &hold)
    }

    private func limit(_ path: XAPIPath) -> Int {
        path.resource == .statements ? settings.statementLimit : settings.documentLimit
    }

    private func read(_ incoming: Request, limit: Int, _ hold: inout BodyHold?) async throws -> [UInt8] {
        let told = incoming.headers[.contentLength].flatMap { Int($0) }
        guard told ?? 0 <= limit else { throw Self.tooLarge(limit) }
        let place = BodyHold(self)
        hold = place
        if let told {
            try place.grow(by: told)
            let buffer = try await incoming.body.collect(upTo: limit)
            return Array(buffer.readableBytesView)
        }
        var bytes: [UInt8] = []
        for try await buffer in incoming.body {
            guard bytes.count + buffer.readableBytes <= limit else { throw Self.tooLarge(limit) }
            try place.grow(by: buffer.readableBytes)
            bytes.append(contentsOf: buffer.readableBytesView)
        }
        return bytes
    }

    private static func tooLarge(_ limit: Int) -> ServiceError {
        ServiceError(.tooLarge, "The request is larger than \(limit) bytes.")
    }

    /// One body alone always has room.
    fileprivate func take(_ bytes: Int) -> Bool {
        held.withLock { held in
            guard held == 0 || held + bytes <= settings.heldBodies else { return false }
            held += bytes
            return true
        }
    }

    fileprivate func giveBack(_ bytes: Int) { held.withLock { $0 -= bytes } }
}

/// What one request's body takes up of the memory for all; given back when it goes.
final class BodyHold: Sendable {
    private let bodies: RequestBodies
    private let bytes = Locked(0)

    init(_ bodies: RequestBodies) { self.bodies = bodies }

    deinit { bodies.giveBack(bytes.withLock { $0 }) }

    func grow(by more: Int) throws(ServiceError) {
        guard bodies.take(more) else {
            throw ServiceError(
                .unavailable, "Too much is going on at the moment. Please try again.",
                cause: "the bodies of requests take up all memory for them", retryAfter: 2)
        }
        bytes.withLock { $0 += more }
    }
}
