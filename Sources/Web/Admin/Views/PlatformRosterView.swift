import Connections
import Texts
import Values

/// How the reading of a platform's roster stands, for its instructors and our own staff alike.
struct PlatformRosterView {
    var roster: PlatformRoster
    var wording: Wording

    var blocks: [Block] {
        var blocks: [Block] = [.facts(facts)]
        switch roster.state {
        case .doubtful: blocks.append(.note(kind: "warn", text: wording(.rosterDoubtfulText)))
        case .unclear: blocks.append(.note(kind: "warn", text: wording(.rosterUnclearText)))
        case .mixed: blocks.append(.note(kind: "warn", text: wording(.rosterMixedText)))
        case .blocked:
            blocks.append(.note(kind: "warn", text: wording(.rosterBlockedText), faults: [roster.note]))
        case .failed: blocks.append(.note(kind: "bad", text: roster.note))
        case .new, .good: break
        }
        return blocks
    }

    private var facts: [(label: String, cell: Cell)] {
        var facts: [(label: String, cell: Cell)] = [
            (wording(.status), Self.badge(roster.state, wording)),
            (wording(.rosterReadAt), roster.syncedAt.map { .moment($0, wording) } ?? .text(wording(.rosterNever))),
            (wording(.rosterActive), .number(roster.counts.active, wording)),
            (wording(.rosterInactive), .number(roster.counts.inactive, wording)),
            (wording(.rosterMissing), .number(roster.counts.missing, wording)),
        ]
        if roster.counts.suppressed > 0 {
            facts.append((wording(.rosterSuppressed), .number(roster.counts.suppressed, wording)))
        }
        return facts
    }

    static func badge(_ state: PlatformRoster.State, _ wording: Wording) -> Cell {
        switch state {
        case .new: .badge(wording(.rosterNever))
        case .good: .badge(wording(.rosterGood), kind: "good")
        case .failed: .badge(wording(.rosterFailed), kind: "bad")
        case .doubtful: .badge(wording(.rosterDoubtful), kind: "warn")
        case .unclear: .badge(wording(.rosterUnclear), kind: "warn")
        case .mixed: .badge(wording(.rosterMixed), kind: "warn")
        case .blocked: .badge(wording(.rosterBlocked), kind: "warn")
        }
    }
}
