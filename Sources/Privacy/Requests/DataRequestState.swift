/// What a data subject asks for (GDPR art. 15 to 21).
package enum DataRequestKind: String, Sendable, CaseIterable {
    case access, portability, rectification, erasure, restriction, objection, question
}

/// Where a request stands (GDPR-DSR-08).
package enum DataRequestState: String, Sendable, CaseIterable {
    case received
    /// Waiting for proof of who asks, in reasonable doubt (art. 12(6)).
    case identity
    case collecting, review, approved, done, refused, withdrawn, expired

    /// Nothing more happens to it.
    package var isClosed: Bool { [.done, .refused, .withdrawn, .expired].contains(self) }

    /// The way forward, with a refusal or a withdrawal possible until it is done; staying is no step.
    package func mayBecome(_ next: DataRequestState) -> Bool {
        if isClosed { return false }
        switch (self, next) {
        case (_, .refused), (_, .withdrawn): return true
        case (.received, .identity), (.received, .collecting), (.received, .review), (.identity, .collecting),
            (.identity, .expired), (.collecting, .review), (.review, .approved), (.approved, .done),
            (.approved, .review):
            return true
        default: return false
        }
    }
}

/// Why personal data must go (art. 17(1)); an erasure names one.
package enum ErasureGround: String, Sendable, CaseIterable {
    case noLongerNeeded = "no_longer_needed"
    case consentWithdrawn = "consent_withdrawn"
    case objection
    case unlawful
    case legalDuty = "legal_duty"
    case childsData = "childs_data"

    /// The letter of article 17(1).
    package var letter: String {
        switch self {
        case .noLongerNeeded: "a"
        case .consentWithdrawn: "b"
        case .objection: "c"
        case .unlawful: "d"
        case .legalDuty: "e"
        case .childsData: "f"
        }
    }
}
