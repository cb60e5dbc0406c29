/// A piece of a staff page. Pages are lists of these, so that all of them look and read alike.
package enum Block: Sendable {
    case heading(String)
    case paragraph(String)
    /// `kind` is empty, `good`, `warn` or `bad`.
    case note(kind: String, text: String, faults: [String] = [])
    case cards([Card])
    case table(Table)
    case facts([(label: String, cell: Cell)])
    case form(FormView)
    /// Text of machines over several lines.
    case code(String)
    case links([(label: String, href: String)])
    /// The way to older entries of a list.
    case older(label: String, href: String)

    /// A figure with what it counts, leading to its page.
    package struct Card: Sendable {
        package var figure: String
        package var label: String
        package var href: String

        package init(_ figure: String, _ label: String, href: String) {
            self.figure = figure
            self.label = label
            self.href = href
        }
    }

    /// The blocks of a page; a table's caption that only repeats the heading above it is kept for screen readers alone.
    package static func values(_ blocks: [Block], below title: String) -> PageValue {
        var heading = title
        var shown: [PageValue] = []
        for block in blocks {
            switch block {
            case .heading(let text): heading = text
            case .table(var table) where table.caption == heading:
                table.isCaptionHidden = true
                shown.append(Block.table(table).value)
                continue
            default: break
            }
            shown.append(block.value)
        }
        return .list(shown)
    }

    var value: PageValue {
        let names = ["heading", "paragraph", "note", "cards", "table", "facts", "form", "code", "links", "older"]
        var members = Dictionary(names.map { ($0, PageValue.absent) }) { first, _ in first }
        let (name, content) = named
        members[name] = content
        return .members(members)
    }

    private var named: (String, PageValue) {
        switch self {
        case .heading(let text): ("heading", .text(text))
        case .paragraph(let text): ("paragraph", .text(text))
        case .note(let kind, let text, let faults):
            (
                "note",
                [
                    "kind": .text(kind), "text": .text(text), "faults": .list(faults.map { .text($0) }),
                    "hasFaults": .flag(!faults.isEmpty),
                ]
            )
        case .cards(let cards):
            (
                "cards",
                [
                    "items": .list(
                        cards.map { ["figure": .text($0.figure), "label": .text($0.label), "href": .text($0.href)] })
                ]
            )
        case .table(let table): ("table", table.value)
        case .facts(let facts):
            (
                "facts",
                [
                    "items": .list(
                        facts.filter { !$0.cell.isEmpty }.map { ["label": .text($0.label), "cell": $0.cell.value] })
                ]
            )
        case .form(let form): ("form", form.value)
        case .code(let text): ("code", .text(text))
        case .links(let links):
            ("links", ["items": .list(links.map { ["label": .text($0.label), "href": .text($0.href)] })])
        case .older(let label, let href): ("older", ["label": .text(label), "href": .text(href)])
        }
    }
}

/// A table with a caption; a wide one scrolls by itself.
package struct Table: Sendable {
    package var caption: String
    package var columns: [String]
    package var rows: [[Cell]]
    /// What stands there instead when there are no rows.
    package var whenEmpty: String
    package var isCaptionHidden = false

    package init(_ caption: String, columns: [String], rows: [[Cell]], whenEmpty: String) {
        self.caption = caption
        self.columns = columns
        self.rows = rows
        self.whenEmpty = whenEmpty
    }

    var value: PageValue {
        [
            "caption": .text(caption), "isCaptionHidden": .flag(isCaptionHidden),
            "columns": .list(columns.enumerated().map { ["text": .text($1), "isNumber": .flag(isNumeric($0))] }),
            "rows": .list(rows.map { ["cells": .list($0.map(\.value))] }), "isEmpty": .flag(rows.isEmpty),
            "whenEmpty": .text(whenEmpty),
        ]
    }

    private func isNumeric(_ column: Int) -> Bool {
        rows.first.map { $0.count > column && $0[column].isNumber } ?? false
    }
}
