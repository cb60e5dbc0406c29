import ContentPackages
import HTTPTypes
import Workflows

/// Answers of more than a kilobyte in gzip, for those who ask for it (RFC 9110 §12.5.3). What is sent then is another
/// representation, so it has another strong tag: the document's with `-gzip` behind it, which is as good in `If-Match`.
enum Compression {
    static let tagSuffix = "-gzip"
    private static let least = 1_024

    /// - Parameter accepted: the request's `Accept-Encoding`.
    static func apply(to answer: inout XAPIAnswer, accepted: String?) async {
        guard answer.live == nil, answer.further.isEmpty, isWorthIt(answer) else { return }
        answer.fields[.vary] = [answer.fields[.vary], "Accept-Encoding"].compactMap { $0 }.joined(separator: ", ")
        guard let accepted, wantsGzip(accepted) else { return }
        if answer.status == .notModified { return retag(&answer) }
        let body = answer.body
        guard let packed = try? await offPool({ try Gzip.compress(body) }), packed.count < body.count else { return }
        answer.body = packed
        answer.fields[.contentEncoding] = "gzip"
        retag(&answer)
    }

    private static func isWorthIt(_ answer: XAPIAnswer) -> Bool {
        if answer.status == .notModified { return true }
        guard answer.status == .ok, answer.body.count > least, let type = answer.fields[.contentType] else {
            return false
        }
        let essence = type.prefix { $0 != ";" }.lowercased()
        return essence.hasPrefix("text/") || ["json", "xml", "javascript"].contains { essence.hasSuffix($0) }
    }

    private static func retag(_ answer: inout XAPIAnswer) {
        guard let tag = answer.fields[.eTag], tag.hasSuffix("\"") else { return }
        answer.fields[.eTag] = String(tag.dropLast()) + tagSuffix + "\""
    }

    /// `gzip` or `*` that isn't given the weight 0.
    static func wantsGzip(_ header: String) -> Bool {
        var (named, any): (Bool?, Bool) = (nil, false)
        for part in header.lowercased().split(separator: ",") {
            let pieces = part.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
            let isRefused = pieces.dropFirst().contains { $0.hasPrefix("q=") && Double($0.dropFirst(2)) == 0 }
            switch pieces.first {
            case "gzip", "x-gzip": named = !isRefused
            case "*": any = !isRefused
            default: break
            }
        }
        return named ?? any
    }
}
