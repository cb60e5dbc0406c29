import Access
import Values

/// How many live streams there may be at a time, since each looks for news three times a second: so many for one
/// credential, and so many on a host of a node.
final class StreamSeats: Sendable {
    static let mostPerCredential = 8
    private static let most = 1_000

    private struct State {
        var all = 0
        var taken: [String: Int] = [:]
    }

    private let state = Locked(State())

    /// - Throws: `tooManyRequests`, `unavailable`.
    func take(for principal: XAPIPrincipal) throws(ServiceError) -> StreamSeat {
        let name = principal.credentialName
        let refusal = state.withLock { state -> ServiceError? in
            guard state.taken[name, default: 0] < Self.mostPerCredential else {
                return ServiceError(
                    .tooManyRequests, "These credentials follow \(Self.mostPerCredential) streams already.",
                    retryAfter: 30)
            }
            guard state.all < Self.most else {
                return ServiceError(.unavailable, "Too many follow the stream at the moment.", retryAfter: 30)
            }
            state.all += 1
            state.taken[name, default: 0] += 1
            return nil
        }
        if let refusal { throw refusal }
        return StreamSeat(seats: self, name: name)
    }

    fileprivate func giveBack(_ name: String) {
        state.withLock { state in
            state.all -= 1
            let left = state.taken[name, default: 1] - 1
            state.taken[name] = left > 0 ? left : nil
        }
    }
}

/// The right to one stream, given back when it goes.
final class StreamSeat: Sendable {
    private let seats: StreamSeats
    private let name: String

    fileprivate init(seats: StreamSeats, name: String) {
        self.seats = seats
        self.name = name
    }

    deinit { seats.giveBack(name) }
}

extension XAPIPrincipal {
    /// The same for all requests with one credential.
    var credentialName: String {
        switch self {
        case .client(let client): "client " + client.id
        case .session(let session): "session \(session.session)"
        }
    }
}
