import JSON
package import LTI
import OutboundHTTP
import Values

/// The handlers of notices that a platform keeps for one deployment (Platform Notification Service 1.0).
package struct NoticeHandlerService: Sendable {
    private let services: PlatformServices
    private let registration: Registration
    private let deploymentID: String
    private let service: NotificationService

    package init(
        _ services: PlatformServices, registration: Registration, deploymentID: String, service: NotificationService
    ) {
        self.services = services
        self.registration = registration
        self.deploymentID = deploymentID
        self.service = service
    }

    /// Sets the handler of a type, or takes it away when it is empty.
    /// - Returns: what the platform keeps now.
    /// - Throws: ``PlatformCallError``; without an offer nothing is sent.
    @discardableResult
    package func put(_ handler: NoticeHandler) async throws -> NoticeHandler {
        let headers = [("Content-Type", "application/json"), ("Accept", "application/json")]
        let body = handler.node(batch: NoticeBatch.limit).serialized
        let answer = try await answer(OutboundRequest(.put, service.url, headers: headers, body: body))
        guard let kept = NoticeHandler(answer.root) else { throw PlatformCallError.unreadable("the handler") }
        return kept
    }

    /// - Throws: ``PlatformCallError``.
    package func list() async throws -> [NoticeHandler] {
        let answer = try await answer(OutboundRequest(.get, service.url, headers: [("Accept", "application/json")]))
        guard let handlers = NoticeHandler.list(answer.root) else {
            throw PlatformCallError.unreadable("the list of handlers")
        }
        return handlers
    }

    private func answer(_ request: OutboundRequest) async throws -> JSONDocument {
        guard service.isOffered else { throw PlatformCallError.scopeMissing(NotificationServiceClaim.scope) }
        let response = try await services.send(
            request, as: registration, deploymentID: deploymentID, scope: NotificationServiceClaim.scope)
        guard let document = try? JSONDocument(parsing: response.body) else {
            throw PlatformCallError.unreadable("an answer about handlers")
        }
        return document
    }
}
