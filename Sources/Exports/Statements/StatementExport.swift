package import Database
package import LearningRecords

/// Statements as JSON Lines: the stored bytes of each, one a line, oldest first.
package enum StatementExport {
    private static let pageSize = 500

    /// Reads page by page, so that memory stays bounded whatever the number; statements that are voided aren't among
    /// them.
    /// - Returns: how many were written.
    package static func write(
        _ filter: StatementFilter, of store: StatementStore, in tx: Transaction, to sink: ([UInt8]) throws -> Void
    ) throws -> Int {
        var filter = filter
        filter.isAscending = true
        var position: StatementPosition?
        var count = 0
        repeat {
            let page = try store.page(filter, after: position, limit: pageSize, byteLimit: 4 << 20, in: tx)
            var lines: [UInt8] = []
            for body in page.bodies { lines += body + [10] }
            if !lines.isEmpty { try sink(lines) }
            count += page.bodies.count
            position = page.next
        } while position != nil
        return count
    }
}
