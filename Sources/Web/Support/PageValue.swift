import Mustache

/// What a template may show: text (escaped when shown), a choice, a list, named members. Nothing here can be mistaken
/// for a template or a lambda, so no value is ever run.
package enum PageValue: Sendable {
    case text(String)
    case flag(Bool)
    case list([PageValue])
    case members([String: PageValue])
    /// Texts by key, for `t` in templates.
    case texts(TextLookup)
    case absent

    /// A text that is treated as absent when it is nil or empty, so that sections can ask for it.
    package static func optional(_ text: String?) -> PageValue {
        guard let text, !text.isEmpty else { return .absent }
        return .text(text)
    }

    package static func number(_ value: Int) -> PageValue { .text(String(value)) }
}

extension PageValue: ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .text(value) }
    package init(booleanLiteral value: Bool) { self = .flag(value) }
    package init(arrayLiteral elements: PageValue...) { self = .list(elements) }
    package init(dictionaryLiteral elements: (String, PageValue)...) {
        self = .members(Dictionary(elements) { _, last in last })
    }
}

extension PageValue: MustacheParent, MustacheCustomRepresentation {
    package func child(named name: String) -> Any? {
        switch self {
        case .members(let members): members[name]
        case .texts(let texts): texts.text(named: name)
        default: nil
        }
    }

    package var representation: Any? {
        switch self {
        case .text(let text): text
        case .flag(let flag): flag
        case .list(let list): list
        case .members, .texts: self
        case .absent: nil
        }
    }
}
