/// A `Range` header for one file (RFC 9110 §14.1.2). Several ranges at once are answered with the whole file.
enum ByteRange: Equatable {
    case part(ClosedRange<Int>)
    case unsatisfiable
    /// No range that is understood: the whole file.
    case whole

    init(_ header: String, size: Int64) {
        guard header.hasPrefix("bytes="), !header.contains(",") else {
            self = .whole
            return
        }
        let bounds = header.dropFirst("bytes=".count).split(separator: "-", omittingEmptySubsequences: false)
        guard bounds.count == 2, bounds.allSatisfy(Self.isNumberOrEmpty) else {
            self = .whole
            return
        }
        let size = Int(size)
        switch (Int(bounds[0]), Int(bounds[1])) {
        case (let first?, _) where first >= size: self = .unsatisfiable
        case (let first?, nil): self = .part(first...size - 1)
        case (let first?, let last?): self = first <= last ? .part(first...min(last, size - 1)) : .whole
        case (nil, 0?): self = .unsatisfiable
        case (nil, let suffix?): self = size == 0 ? .unsatisfiable : .part(max(0, size - suffix)...size - 1)
        case (nil, nil): self = .whole
        }
    }

    private static func isNumberOrEmpty(_ text: Substring) -> Bool { text.utf8.allSatisfy { (48...57).contains($0) } }
}
