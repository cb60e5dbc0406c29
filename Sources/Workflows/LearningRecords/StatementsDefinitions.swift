import Cryptography
import JSON
import Values
import XAPI

/// Remembers which definitions are part of what is known already, so that most statements needn't look.
package final class KnownDefinitions: Sendable {
    /// A definition that may not be known yet.
    struct News: Sendable {
        let activity: String
        let definition: JSONValue
        let key: [UInt8]
    }

    private let known = Locked<Set<[UInt8]>>([])
    private let limit: Int

    /// - Parameter limit: beyond it all are forgotten and looked at again.
    package init(limit: Int = 20_000) { self.limit = limit }

    func unknown(in statements: [ValidStatement], _ tenant: TenantID) -> [News] {
        var seen: Set<[UInt8]> = []
        return statements.flatMap(\.activities).compactMap { mention in
            guard let definition = mention.value["definition"], definition.count > 0 else { return nil }
            let text = Array("\(tenant.number) \(mention.id)\u{0}".utf8) + definition.rawBytes
            let key = Digest.sha256(text)
            guard seen.insert(key).inserted, !known.withLock({ $0.contains(key) }) else { return nil }
            return News(activity: mention.id, definition: definition, key: key)
        }
    }

    /// To be called once they are committed.
    func remember(_ news: [News]) {
        guard !news.isEmpty else { return }
        known.withLock { known in
            if known.count + news.count > limit { known.removeAll(keepingCapacity: true) }
            known.formUnion(news.map(\.key))
        }
    }
}
