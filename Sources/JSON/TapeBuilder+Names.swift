extension TapeBuilder {
    /// Names are compared by their decoded bytes: few of them pair by pair, many by sorting, so that a hostile object
    /// costs no more than n log n.
    func refuseDuplicateNames(in object: Int) throws(JSONError) {
        let count = tape[object].count
        guard count > 1 else { return }
        var names: [Int] = []
        names.reserveCapacity(count)
        var isEscaped = false
        var index = object + 1
        while index < Int(tape[object].next) {
            names.append(index)
            isEscaped = isEscaped || tape[index].isEscaped
            index = Int(tape[index + 1].next)
        }
        if isEscaped || count > 24 {
            try refuseDuplicatesBySorting(names)
        } else {
            try refuseDuplicatesByPairs(names)
        }
    }

    private func refuseDuplicatesByPairs(_ names: [Int]) throws(JSONError) {
        for i in 1..<names.count {
            let name = bytes[tape[names[i]].content]
            for j in 0..<i {
                let other = bytes[tape[names[j]].content]
                if name.count == other.count, name.elementsEqual(other) { throw duplicate(names[i]) }
            }
        }
    }

    private func refuseDuplicatesBySorting(_ names: [Int]) throws(JSONError) {
        let decoded = names.map { (name: decodedBytes(of: tape[$0], in: bytes), index: $0) }
        let sorted = decoded.sorted { ($0.name, $0.index) < ($1.name, $1.index) }
        for i in 1..<sorted.count where sorted[i].name == sorted[i - 1].name { throw duplicate(sorted[i].index) }
    }

    private func duplicate(_ index: Int) -> JSONError { JSONError(.duplicateName, at: Int(tape[index].start)) }
}
