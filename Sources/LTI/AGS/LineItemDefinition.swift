public import JSON
public import Values

/// What a tool says of a line item of its own (AGS 2.0 §3.2.7 to §3.2.13).
public struct LineItemDefinition: Sendable, Hashable {
    /// Not blank.
    public var label: String
    /// Over zero.
    public var scoreMaximum: Double
    public var startsAt: Instant?
    public var endsAt: Instant?

    public init(label: String, scoreMaximum: Double, startsAt: Instant? = nil, endsAt: Instant? = nil) {
        self.label = label
        self.scoreMaximum = scoreMaximum
        self.startsAt = startsAt
        self.endsAt = endsAt
    }

    /// Nil without a label or a maximum over zero.
    public init?(_ value: JSONValue) {
        guard let label = value.text("label"), let maximum = value["scoreMaximum"]?.double, maximum > 0 else {
            return nil
        }
        self.init(
            label: label, scoreMaximum: maximum,
            startsAt: value.text("startDateTime").flatMap { Instant(rfc3339: $0) },
            endsAt: value.text("endDateTime").flatMap { Instant(rfc3339: $0) })
    }

    /// The members by their names; dates as moments with their zone (§3.2.12).
    var members: [(name: String, value: JSONNode?)] {
        [
            ("label", .string(label)), ("scoreMaximum", Score.number(scoreMaximum)),
            ("startDateTime", startsAt.map { .string($0.rfc3339) }),
            ("endDateTime", endsAt.map { .string($0.rfc3339) }),
        ]
    }

    public var node: JSONNode { .compactObject(members.map { ($0.name, $0.value) }) }
}

extension LineItem {
    /// The body of a PUT (§3.2.6): the whole definition as the platform gave it, unknown members included (§3.1.2), with
    /// what changed from one definition of ours to the next. What a teacher changed and we didn't stays theirs.
    /// - Parameter old: what we asked for before; nil when that isn't known, and then all of `new` is asked for.
    /// - Returns: nil when nothing changed.
    public func replacement(changing old: LineItemDefinition?, to new: LineItemDefinition) -> JSONNode? {
        let before = Dictionary((old?.members ?? []).map { ($0.name, $0.value) }) { first, _ in first }
        let changes = new.members.filter { old == nil || before[$0.name].flatMap { $0 } != $0.value }
        guard !changes.isEmpty else { return nil }
        var members: [(String, JSONNode)] = []
        if case .object(let received) = received { members = received.filter { $0.1 != .null } }
        for change in changes {
            let place = members.firstIndex { $0.0 == change.name }
            switch (place, change.value) {
            case (let place?, let value?): members[place].1 = value
            case (let place?, nil): members.remove(at: place)
            case (nil, let value?): members.append((change.name, value))
            case (nil, nil): break
            }
        }
        return .object(members)
    }
}
