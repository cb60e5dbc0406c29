import Glibc

/// Finds the lines that divide a body.
struct BoundarySearch: Sendable {
    enum Finding: Equatable {
        /// `end`: where what stands before it ends; `next`: where the line after it begins.
        case boundary(end: Int, next: Int, isLast: Bool)
        /// None so far; what stands before `safe` is no part of one.
        case undecided(safe: Int)
    }

    private enum Verdict { case boundary(next: Int, isLast: Bool), undecided, other }

    /// White space between a boundary and its line's end: more than this isn't believed.
    private static let paddingLimit = 256
    private let line: [UInt8]

    init(line: [UInt8]) { self.line = line }

    func begins(_ bytes: ArraySlice<UInt8>) -> Bool { bytes.starts(with: line) }

    /// - Parameter isAtLineStart: whether a line begins at `from`.
    func find(in bytes: [UInt8], from: Int, isAtLineStart: Bool) -> Finding {
        bytes.withUnsafeBufferPointer { bytes in
            if isAtLineStart {
                switch verdict(bytes, at: from) {
                case .boundary(let next, let isLast): return .boundary(end: from, next: next, isLast: isLast)
                case .undecided: return .undecided(safe: from)
                case .other: break
                }
            }
            return findAfterLineEnd(in: bytes, from: from)
        }
    }

    private func findAfterLineEnd(in bytes: UnsafeBufferPointer<UInt8>, from: Int) -> Finding {
        var place = from
        while let feed = Self.lineFeed(in: bytes, from: place) {
            let end = feed > from && bytes[feed - 1] == UInt8(ascii: "\r") ? feed - 1 : feed
            switch verdict(bytes, at: feed + 1) {
            case .boundary(let next, let isLast): return .boundary(end: end, next: next, isLast: isLast)
            case .undecided: return .undecided(safe: end)
            case .other: place = feed + 1
            }
        }
        let endsWithReturn = bytes.count > from && bytes[bytes.count - 1] == UInt8(ascii: "\r")
        return .undecided(safe: endsWithReturn ? bytes.count - 1 : bytes.count)
    }

    /// What stands where a line begins.
    private func verdict(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> Verdict {
        let there = min(bytes.count - place, line.count)
        for offset in 0..<there where bytes[place + offset] != line[offset] { return .other }
        var after = place + line.count
        guard after < bytes.count else { return .undecided }
        if bytes[after] == UInt8(ascii: "-") {
            guard after + 1 < bytes.count else { return .undecided }
            return bytes[after + 1] == UInt8(ascii: "-") ? .boundary(next: after + 2, isLast: true) : .other
        }
        let limit = after + Self.paddingLimit
        while after < bytes.count, after < limit, bytes[after] == 0x20 || bytes[after] == 0x09 { after += 1 }
        guard after < limit else { return .other }
        if after < bytes.count, bytes[after] == UInt8(ascii: "\r") { after += 1 }
        guard after < bytes.count else { return .undecided }
        return bytes[after] == UInt8(ascii: "\n") ? .boundary(next: after + 1, isLast: false) : .other
    }

    private static func lineFeed(in bytes: UnsafeBufferPointer<UInt8>, from: Int) -> Int? {
        guard let base = bytes.baseAddress, from < bytes.count,
            let found = memchr(base + from, Int32(UInt8(ascii: "\n")), bytes.count - from)
        else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }
}
