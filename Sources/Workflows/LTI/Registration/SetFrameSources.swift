package import Access
import Connections
import Database
package import Values

/// Sets whose pages may show a platform's launches in a frame, beside the platform's own addresses.
package struct SetFrameSources: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// - Parameter text: origins, or `https://*.school.example`, separated by spaces or commas.
    /// - Throws: `unprocessable` with what isn't one; `notFound`.
    package func run(_ text: String, of id: UUID16, by principal: StaffPrincipal) async throws {
        try principal.require(.managePlatforms)
        let (sources, faults) = FrameSource.list(text)
        guard faults.isEmpty, sources.count <= 20 else { throw FrameSource.error(faults) }
        let now = services.world.now()
        try await services.database.write { tx in
            guard var registration = try Registrations.find(id, in: tx), registration.tenant == principal.tenant else {
                throw ServiceError(.notFound, "There is no such platform.")
            }
            registration.frameSources = sources
            _ = try Registrations.save(registration, in: tx, now: now)
            let event = AuditEvent(
                tenant: principal.tenant, actor: .staff(principal.user), verb: "platform.change",
                objectKind: "platform", objectID: id.description, purpose: "frames")
            try AuditLog.append(event, in: tx, at: now)
        }
    }
}

extension FrameSource {
    /// What the caller is told of texts that are no sources.
    static func error(_ faults: [String]) -> ServiceError {
        let rule = "An https origin, or https://*.school.example; at most 20. " + faults.joined(separator: ", ")
        return ServiceError(
            .unprocessable, "The pages that may show Lectern aren't all addresses.", faults: [.init("frames", rule)])
    }
}
