public import Cryptography

/// The algorithms that a registration may sign with; RS256 alone unless it says otherwise (LTI Security §6.1).
///
/// `none` and HMAC have no value of ``SignatureAlgorithm`` and so can't be allowed.
public struct AllowedAlgorithms: Sendable, Hashable {
    public let algorithms: Set<SignatureAlgorithm>

    public static let standard = AllowedAlgorithms([.RS256])

    public init(_ algorithms: Set<SignatureAlgorithm>) { self.algorithms = algorithms }

    /// Names separated by spaces or commas; nil for an unknown name or none at all.
    public init?(_ text: String) {
        let names = text.split { $0 == " " || $0 == "," }
        let known = names.compactMap { SignatureAlgorithm(rawValue: String($0)) }
        guard !known.isEmpty, known.count == names.count else { return nil }
        algorithms = Set(known)
    }

    /// The names in a fixed order, as the initialiser reads them.
    public var text: String {
        SignatureAlgorithm.allCases.filter(algorithms.contains).map(\.rawValue).joined(separator: " ")
    }

    public func contains(_ algorithm: SignatureAlgorithm) -> Bool { algorithms.contains(algorithm) }
}
