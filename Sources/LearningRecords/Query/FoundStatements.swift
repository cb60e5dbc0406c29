/// What walks along the index found.
struct FoundStatements {
    var positions: [StatementPosition] = []
    var bodies = StatementBodies()
    /// Whether a walk ended early for its size. What it left out stands behind the page, which ends at the same size.
    var isCut = false

    /// Brings what several walks found into one order, each statement once.
    mutating func merge(isAscending: Bool) {
        let known = positions
        let sorted = known.indices.sorted { isAscending ? known[$0] < known[$1] : known[$1] < known[$0] }
        keep(sorted.enumerated().filter { $0 == 0 || known[sorted[$0 - 1]] != known[$1] }.map(\.element))
    }

    private mutating func keep(_ indices: [Int]) {
        positions = indices.map { positions[$0] }
        bodies.keep(indices)
    }

    /// - Parameters:
    ///   - limit: how many at most.
    ///   - byteLimit: the page ends early when its statements are larger together; it has one at least.
    func page(limit: Int, byteLimit: Int) -> StatementPage {
        var (count, bytes) = (0, 0)
        while count < min(limit, bodies.count) {
            bytes += bodies[count].count
            if count > 0, bytes > byteLimit { break }
            count += 1
        }
        var page = StatementPage()
        page.bodies = bodies
        page.bodies.keep(0..<count)
        page.positions = Array(positions.prefix(count))
        page.newest = page.positions.map(\.stored).max()
        page.next = count < bodies.count || isCut ? page.positions.last : nil
        return page
    }
}
