/// What the tool knows of the login that a launch answers, found by the posted `state`
/// (Security Framework 1.0 §5.1.1.4). Pure data: reading it uses nothing up.
public enum LoginFacts: Sendable, Equatable {
    /// The state is ours, open, and came back to the browser that began.
    /// - nonceHash: SHA-256 of the nonce that was sent.
    case open(nonceHash: [UInt8], targetLinkURI: String)
    /// The response had no state.
    case missing
    /// No login of that state, or one so old that it is forgotten.
    case unknown
    case expired
    /// A launch was already made with it.
    case used
    /// The browser brought no proof that it began this login: cookies are blocked, or it is another browser.
    case browserUnproven
    /// The browser brought a proof that belongs to another login.
    case foreignBrowser

    var reason: LaunchReason? {
        switch self {
        case .open: nil
        case .missing: .stateMissing
        case .unknown: .stateUnknown
        case .expired: .stateExpired
        case .used: .stateUsed
        case .browserUnproven: .browserUnproven
        case .foreignBrowser: .foreignBrowser
        }
    }
}
