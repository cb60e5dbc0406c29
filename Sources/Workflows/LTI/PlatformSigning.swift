import Access
import Connections
import Database
package import JOSE
package import Values

extension Services {
    /// The key that signs what is sent to a platform: its own, or the one that the others share.
    func signingKey(for registration: Registration) throws -> SigningKey {
        try registration.signingKeys == .own ? keyring.ofPlatform(registration.id).current : keyring.current
    }

    /// What a registration's own key set address shows (Security Framework 1.0 §6.3, §7.2).
    /// - Throws: `notFound`.
    package func publishedKeys(of registration: UUID16) async throws -> JSONWebKeySet {
        guard let found = try await database.read({ try Registrations.find(registration, in: $0) }) else {
            throw ServiceError(.notFound, "There is no such platform.")
        }
        let published = found.published(now: world.now())
        let own = published.own ? try keyring.ofPlatformIfAny(registration)?.publicKeys.keys ?? [] : []
        return JSONWebKeySet(keys: own + (published.shared ? try keyring.publicKeys.keys : []))
    }
}

extension ServiceSettings {
    /// Where a platform finds the keys that sign for it, whether they are its own or shared.
    package func keysURL(of registration: UUID16) -> String { publicURL + "/lti/platforms/\(registration)/jwks.json" }

    /// What a platform is told: its own address as soon as it has keys of its own.
    func keysURL(for registration: Registration) -> String {
        registration.signingKeys == .shared ? ToolDescription(self).keysURL : keysURL(of: registration.id)
    }
}
