import Values

/// Something that a test turns on while a handler looks at it.
final class Switch: Sendable {
    private let state = Locked(false)

    var isOn: Bool { state.withLock { $0 } }
    func turnOn() { state.withLock { $0 = true } }
}
