import JSON
import Values

/// Where a hash chain has got to.
struct ChainEnd: Equatable {
    var position: Int64
    var hash: [UInt8]

    static let start = ChainEnd(position: 0, hash: [UInt8](repeating: 0, count: 32))

    /// What a daily head signs.
    func signedContent(day: String) -> [UInt8] {
        let node: JSONNode = [
            "day": .string(day), "position": .number(position), "hash": .string(Hexadecimal.encode(hash)),
        ]
        return node.serialized
    }
}
