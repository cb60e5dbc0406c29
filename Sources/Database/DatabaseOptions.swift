public import Values

/// How a database is opened. The defaults fit a server on one small machine.
public struct DatabaseOptions: Sendable {
    /// Where a transaction's ``Transaction/startedAt`` comes from.
    public enum Clock: Sendable {
        /// SQLite: the clock of ``DatabaseOptions/world``; PostgreSQL: the server's, which all nodes share.
        case engine
        /// The clock of ``DatabaseOptions/world`` on both engines, for tests that own the time.
        case world
    }

    /// Clock and randomness (for the jitter of retries and the instance's id).
    public var world: World
    public var clock = Clock.engine
    /// Connections that read at the same time on SQLite. Default 4.
    public var readers = 4
    /// Connections to PostgreSQL. Default 8.
    public var connections = 8
    /// Reads on SQLite, or any transactions on PostgreSQL, that may wait for a connection. Default 1,024.
    public var mostWaiting = 1_024
    /// Writes that may wait for SQLite's one writer. Default 8,192.
    public var mostWaitingWrites = 8_192
    /// How long one of them waits before it is refused as unavailable, on either engine. A write that was begun isn't
    /// broken off. Default 5 seconds.
    public var patience = Duration.seconds(5)
    /// How long a statement may run on PostgreSQL; on SQLite, how long a read may work for one row, and how long a
    /// write may wait for a lock held by another process (a sixth of it). Default 30 seconds.
    public var statementTimeout = Duration.seconds(30)
    /// How often a transaction is run again after a serialization failure before it is refused. Default 20.
    public var mostRetries = 20
    /// Whether SQLite's commits wait for the disk (`synchronous=FULL`). Only tests may say false.
    public var isDurable = true
    /// Runs once, when the last connection is closed.
    public var afterClose: (@Sendable () -> Void)?

    public init(world: World) { self.world = world }
}
