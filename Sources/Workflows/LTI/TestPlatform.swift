import Connections
import Database
import JOSE
import LTI
import OutboundHTTP
package import Values

/// Tries a registration out: its keys, a token for each service that its links offer, and reading of the services
/// themselves; says what is wrong and what to change. Nothing is written at the platform.
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

    private struct Subject: Sendable {
        var registration: Registration
        var deploymentID: String
        var links: [ResourceLink]
    }

    /// - Throws: `notFound`.
    package func run(_ id: UUID16, tenant: TenantID) async throws -> [Finding] {
        let subject = try await services.database.read { tx in
            guard let registration = try Registrations.find(id, in: tx), registration.tenant == tenant else {
                throw ServiceError(.notFound, "There is no such platform.")
            }
            let links = try ResourceLinks(tenant).list(in: tx).filter { $0.registration == id }
            let deployment = try links.last.flatMap { try Deployments.find($0.deployment, in: tx) }
            let first = try deployment ?? Deployments.list(of: id, in: tx).first
            return Subject(registration: registration, deploymentID: first?.deploymentID ?? "", links: links)
        }
        var findings = [await keys(of: subject.registration)]
        let offered = Set(subject.links.flatMap(\.gradeScopes))
        for scope in (offered.isEmpty ? [GradeScope.score] : offered.sorted()) {
            findings.append(await token(for: scope, subject))
        }
        findings.append(await roster(subject))
        findings.append(await grades(subject))
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
            return Finding(
                what: "keys", isGood: false,
                words: "The key set can't be read: \(error). Check the key set URL of the registration.")
        }
    }

    private func token(for scope: String, _ subject: Subject) async -> Finding {
        let name = "token for \(scope.split(separator: "/").last ?? "")"
        do {
            _ = try await services.platformServices.tryToken(
                as: subject.registration, deploymentID: subject.deploymentID, scopes: [scope])
            return Finding(what: name, isGood: true, words: "granted")
        } catch {
            return Finding(what: name, isGood: false, words: Self.words(for: error))
        }
    }

    /// One instructor of a course's roster (NRPS 2.0 §2.4.1).
    private func roster(_ subject: Subject) async -> Finding {
        guard let url = subject.links.compactMap(\.membershipsURL).last else {
            return Finding(what: "roster", isGood: true, words: "no launch has offered a roster yet")
        }
        let wish = [
            (name: "role", value: "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"),
            (name: "limit", value: "1"),
        ]
        do {
            let page = try await RosterService(
                services.platformServices, registration: subject.registration, deploymentID: subject.deploymentID
            ).page(ServiceURL.adding(wish, to: url))
            return Finding(what: "roster", isGood: true, words: "\(page.members.count) members on the first page")
        } catch {
            return Finding(what: "roster", isGood: false, words: Self.words(for: error))
        }
    }

    /// The line items of a course (AGS 2.0 §3.2.4).
    private func grades(_ subject: Subject) async -> Finding {
        guard let link = subject.links.last(where: { $0.lineItemsURL != nil }), let url = link.lineItemsURL else {
            return Finding(what: "line items", isGood: true, words: "no launch has offered line items yet")
        }
        let grades = GradeService(
            services.platformServices, registration: subject.registration, deploymentID: subject.deploymentID,
            scopes: link.gradeScopes)
        do {
            let items = try await grades.lineItems(in: url, filter: [("limit", "5")])
            return Finding(what: "line items", isGood: true, words: "\(items.count) line items")
        } catch {
            return Finding(what: "line items", isGood: false, words: Self.words(for: error))
        }
    }

    /// What happened, and what an administrator can do about it.
    static func words(for error: any Error) -> String {
        guard let error = error as? PlatformCallError else { return "Our own key can't sign: \(type(of: error))." }
        return error.description + ". " + advice(for: error)
    }

    private static func advice(for error: PlatformCallError) -> String {
        switch error {
        case .unreachable: "Check the address, and that this server may reach the platform."
        case .tokenRefused(let refusal) where refusal.code == "invalid_client":
            "Check the client id, our key set URL at the platform, and the audience of assertions."
        case .tokenRefused, .scopeMissing: "Allow the service for this tool at the platform."
        case .status(401, _, _), .status(403, _, _): "Allow the service for this tool at the platform."
        case .status(404, _, _): "The course or link may be gone; launch from another one."
        case .status: "Look into the platform's own log."
        case .unreadable, .endless: "The platform's answer isn't what the standard says."
        case .foreignOrigin: "The platform names a service on another host than its launches did."
        }
    }
}
