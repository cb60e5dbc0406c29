import Connections
import Database
import JOSE
import LTI
package import Values

/// Tries a registration out: its keys, a token for each service that its links offer, and says what is wrong.
package struct TestPlatform: Sendable {
    /// One thing tried.
    package struct Finding: Sendable, Equatable {
        package var what: String
        package var isGood: Bool
        /// In plain words, with what to change.
        package var words: String
    }

    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// - Throws: `notFound`.
    package func run(_ id: UUID16, tenant: TenantID) async throws -> [Finding] {
        let (registration, deployments, scopes) = try await services.database.read { tx in
            guard let registration = try Registrations.find(id, in: tx), registration.tenant == tenant else {
                throw ServiceError(.notFound, "There is no such platform.")
            }
            let links = try ResourceLinks(tenant).list(in: tx).filter { $0.registration == id }
            let scopes = Set(links.flatMap(\.gradeScopes)).sorted()
            return (registration, try Deployments.list(of: id, in: tx), scopes)
        }
        var findings = [await keys(of: registration)]
        let asked = scopes.isEmpty ? [GradeScope.score] : scopes
        for scope in asked {
            findings.append(await token(for: scope, registration, deployments.first?.deploymentID ?? ""))
        }
        return findings
    }

    private func keys(of registration: Registration) async -> Finding {
        await services.platformKeys.forget(registration.id)
        do {
            let set = try await services.platformKeys.keys(for: registration, keyID: nil)
            guard !set.keys.isEmpty else {
                return Finding(what: "keys", isGood: false, words: "The key set has no key that we can use.")
            }
            return Finding(what: "keys", isGood: true, words: "\(set.keys.count) usable keys")
        } catch {
            return Finding(what: "keys", isGood: false, words: "The key set can't be read: \(error)")
        }
    }

    private func token(for scope: String, _ registration: Registration, _ deployment: String) async -> Finding {
        let name = "token for \(scope.split(separator: "/").last ?? "")"
        do {
            _ = try await services.platformServices.tryToken(
                as: registration, deploymentID: deployment, scopes: [scope])
            return Finding(what: name, isGood: true, words: "granted")
        } catch let error as PlatformCallError {
            return Finding(what: name, isGood: false, words: error.description)
        } catch {
            return Finding(what: name, isGood: false, words: "The assertion can't be signed.")
        }
    }
}
