package import Database
package import LearningRecords
package import Values
import XAPI

/// Statements as JSON Lines: the stored bytes of each, one a line, oldest first.
package enum StatementExport {
    private static let pageSize = 500

    /// Reads page by page, so that memory stays bounded whatever the number. Voided statements are among them, since the
    /// voiding ones are: a copy gives the same answers.
    /// - Parameter sink: gets lines, and the ids of those statements among them that may have attachments.
    /// - Returns: how many were written.
    package static func write(
        _ filter: StatementFilter, of store: StatementStore, in tx: Transaction,
        to sink: (_ lines: [UInt8], _ withAttachments: [UUID16]) throws -> Void
    ) throws -> Int {
        var filter = filter
        filter.isAscending = true
        filter.includesVoided = true
        var position: StatementPosition?
        var count = 0
        repeat {
            let page = try store.page(filter, after: position, limit: pageSize, byteLimit: 4 << 20, in: tx)
            var lines: [UInt8] = []
            lines.reserveCapacity(page.bodies.byteCount + page.bodies.count)
            for body in page.bodies {
                lines += body
                lines.append(UInt8(ascii: "\n"))
            }
            if !lines.isEmpty { try sink(lines, try page.bodies.compactMap(Self.idIfAttached)) }
            count += page.bodies.count
            position = page.next
        } while position != nil
        return count
    }

    private static func idIfAttached(_ body: ArraySlice<UInt8>) throws -> UUID16? {
        guard body.holds("\"attachments\"") else { return nil }
        return try StoredStatement.read(Array(body)).id
    }
}
