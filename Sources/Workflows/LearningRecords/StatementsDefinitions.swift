import Cryptography
import Database
import JSON
import LearningRecords
import Values
import XAPI

/// Remembers which definitions are part of what is known already, so that most statements needn't look.
package final class KnownDefinitions: Sendable {
    /// A definition that may not be known yet.
    struct News: Sendable {
        enum Subject: Sendable {
            case activity(String)
            case verb(String)
        }

        let subject: Subject
        /// An activity's definition, a verb's display.
        let definition: JSONValue
        let key: [UInt8]
    }

    private let known = Locked<Set<[UInt8]>>([])
    private let limit: Int

    /// - Parameter limit: beyond it all are forgotten and looked at again.
    package init(limit: Int = 20_000) { self.limit = limit }

    func unknown(in statements: [ValidStatement], _ tenant: TenantID) -> [News] {
        var seen: Set<[UInt8]> = []
        func news(_ subject: News.Subject, _ name: String, _ definition: JSONValue?) -> News? {
            guard let definition, definition.count > 0 else { return nil }
            let key = Digest.sha256(Array("\(tenant.number) \(name)\u{0}".utf8) + definition.rawBytes)
            guard seen.insert(key).inserted, !known.withLock({ $0.contains(key) }) else { return nil }
            return News(subject: subject, definition: definition, key: key)
        }
        return statements.flatMap { statement in
            statement.activities.compactMap { news(.activity($0.id), "activity " + $0.id, $0.value["definition"]) }
                + statement.verbs.compactMap { news(.verb($0.id), "verb " + $0.id, $0.display) }
        }
    }

    static func store(_ news: [News], _ tenant: TenantID, in tx: Transaction, _ now: Instant) throws {
        for item in news {
            switch item.subject {
            case .activity(let id): try ActivityStore(tenant).define(id, item.definition, in: tx, now: now)
            case .verb(let id): try VerbStore(tenant).define(id, item.definition, in: tx, now: now)
            }
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
