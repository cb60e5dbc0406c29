import Values

/// One page of a list, with the `Link` header to the next in the form that the profile sends.
struct Page {
    var number: Int
    var size: Int
    var form: PlatformProfile.LinkHeaderForm

    init(form query: URLEncodedForm, profile: PlatformProfile) {
        number = max(1, query["page"].flatMap { Int($0) } ?? 1)
        size = min(profile.pageSize, max(1, query["limit"].flatMap { Int($0) } ?? profile.pageSize))
        form = profile.linkHeader
    }

    func slice<Element>(_ all: [Element]) -> [Element] { Array(all.dropFirst((number - 1) * size).prefix(size)) }

    func link(to address: String, form query: URLEncodedForm, total: Int) -> String? {
        guard number * size < total else { return nil }
        var next = query
        next.fields.removeAll { $0.name == "page" }
        next.fields.append(("page", String(number + 1)))
        let url = next.appended(to: address)
        return switch form {
        case .wellFormed: "<\(url)>; rel=\"next\""
        case .curlyQuotesAndEntities: "<\(url.replacing("&", with: "&amp;"))>; rel=\u{201C}next\u{201D}"
        }
    }
}
