package import Texts
package import Values

/// What stands in a field of a table or beside a label: escaped text, perhaps a link, a badge, a moment or a mark.
package struct Cell: Sendable {
    private var members: [String: PageValue]

    private init(_ members: [String: PageValue]) {
        let names = ["text", "href", "badge", "moment", "code", "isNumber", "tick", "button"]
        var all = Dictionary(names.map { ($0, PageValue.absent) }) { first, _ in first }
        all.merge(members) { _, new in new }
        self.members = all
    }

    package static func text(_ text: String) -> Cell { Cell(["text": .optional(text)]) }
    package static func link(_ text: String, _ href: String) -> Cell {
        Cell(["text": .text(text), "href": .text(href)])
    }
    package static func number(_ value: Int, _ wording: Wording) -> Cell {
        Cell(["text": .text(wording.number(value)), "isNumber": true])
    }
    package static func figure(_ text: String) -> Cell { Cell(["text": .text(text), "isNumber": true]) }
    /// Identifiers, addresses and other words of machines.
    package static func code(_ text: String) -> Cell { Cell(["code": .optional(text)]) }
    /// - Parameter kind: empty, `good`, `warn` or `bad`.
    package static func badge(_ text: String, kind: String = "") -> Cell {
        Cell(["badge": ["text": .text(text), "kind": .text(kind)]])
    }
    package static func moment(_ instant: Instant?, zone: String = "UTC", _ wording: Wording) -> Cell {
        Cell(["moment": .moment(ifAny: instant, zone: zone, wording)])
    }
    /// The mark of a lesson's state, with its words for those who don't see it.
    package static func tick(_ tick: String, _ words: String, href: String? = nil) -> Cell {
        Cell(["tick": ["kind": .text(tick), "words": .text(words), "link": .optional(href)]])
    }
    /// A form of one button.
    package static func button(
        _ label: String, action: String, formToken: String, fields: [(String, String)] = []
    ) -> Cell {
        Cell([
            "button": [
                "label": .text(label), "action": .text(action), "formToken": .text(formToken),
                "fields": .list(fields.map { ["name": .text($0.0), "value": .text($0.1)] }),
            ]
        ])
    }

    var value: PageValue { .members(members) }

    /// Whether nothing is to be seen.
    var isEmpty: Bool { !members.values.contains { if case .absent = $0 { false } else { true } } }

    var isNumber: Bool { if case .flag(true) = members["isNumber"] { true } else { false } }
}
