import Cryptography
import Database
import JSON
import LearningRecords
import Values
import XAPI

/// Remembers which definition of each activity and verb was joined with what is known last, so that most statements
/// needn't look.
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
        /// Of the subject, and of what is said of it.
        let (name, key): ([UInt8], [UInt8])
    }

    private let latest: LatestWords

    /// - Parameter limit: beyond it all are forgotten and looked at again.
    package init(limit: Int = 20_000) { latest = LatestWords(limit: limit) }

    /// In the order of the statements, since what is said last counts.
    func unknown(in statements: [ValidStatement], _ tenant: TenantID) -> [News] {
        var last: [[UInt8]: [UInt8]] = [:]
        func news(_ subject: News.Subject, _ name: String, _ definition: JSONValue?) -> News? {
            guard let definition, definition.count > 0 else { return nil }
            let name = Array(Digest.sha256(Array("\(tenant.number) \(name)".utf8)).prefix(16))
            let key = Array(Digest.sha256(definition.rawBytes).prefix(16))
            guard last[name] ?? latest[name] != key else { return nil }
            last[name] = key
            return News(subject: subject, definition: definition, name: name, key: key)
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
    func remember(_ news: [News]) { latest.remember(news.map { ($0.name, $0.key) }) }
}
