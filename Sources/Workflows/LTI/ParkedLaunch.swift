import Access
import Connections
import LTI
package import Values

/// A launch that is good in everything but that its browser brought no cookie: it waits in the browser, sealed, until the
/// platform's storage gives the proof back (1EdTech postMessage Storage).
package struct ParkedLaunch: Sendable {
    package var state: String
    /// The frame that keeps the proof, as the login named it; empty when only this tab may.
    package var target: String
    /// The platform's origin: that of its authorization endpoint.
    package var origin: String
    /// The token, sealed for this service and this login; nobody reads it on the way.
    package var parcel: String
    /// Parameters with which the login can begin anew in a window of its own.
    package var restart: URLEncodedForm
    package var frameOrigins: [String]
    /// Where the visit's forms may go beside our own host.
    package var formTargets: [String]
}

/// Seals tokens for the way through the browser.
struct LaunchParcel {
    private static let purpose = "parked launch"
    let vault: Vault

    func seal(_ token: String, state: String) throws -> String {
        Base64URL.encode(try vault.seal(Array(token.utf8), for: Self.purpose, at: Array(state.utf8)))
    }

    /// Nil for a parcel that isn't ours, or belongs to another login.
    func open(_ parcel: String, state: String) -> String? {
        guard let box = Base64URL.decode(parcel),
            let plain = try? vault.open(box, for: Self.purpose, at: Array(state.utf8))
        else { return nil }
        return String(validating: plain, as: UTF8.self)
    }
}
