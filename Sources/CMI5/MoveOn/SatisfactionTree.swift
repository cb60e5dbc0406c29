/// The course, its blocks and its AUs, as far as rolling up needs them (cmi5 §9.3.9).
public indirect enum SatisfactionTree<ID: Hashable & Sendable>: Sendable {
    case unit(ID)
    /// A block, or the course at the top.
    case group(ID, [SatisfactionTree])

    /// The groups all of whose members are done: inner before outer, then in the document's order, the course last.
    /// - Parameter isDone: whether an AU's moveOn is met, or was met once (it isn't taken back).
    public func satisfiedGroups(isDone: (ID) -> Bool) -> [ID] {
        var satisfied: [ID] = []
        _ = visit(isDone, &satisfied)
        return satisfied
    }

    private func visit(_ isDone: (ID) -> Bool, _ satisfied: inout [ID]) -> Bool {
        switch self {
        case .unit(let id): return isDone(id)
        case .group(let id, let members):
            var all = true
            for member in members where !member.visit(isDone, &satisfied) { all = false }
            if all { satisfied.append(id) }
            return all
        }
    }
}
