import Access
import Hummingbird
import LearningRecords
import NIOCore
import Values
import Workflows
import XAPI

extension XAPIHandler {
    /// Statements with their attachments: who asks is found out first, since what arrives goes to the disk.
    func multipart(
        _ incoming: Request, _ type: MultipartContentType, _ context: LecternRequestContext,
        _ exchange: inout XAPIExchange
    ) async throws -> XAPIAnswer {
        var received: AttachmentIntake?
        do {
            var request = try request(incoming, exchange.path, [])
            let principal = try await admit(request, context, &exchange)
            try await judged(principal) { try recording.requireWriting(by: principal) }
            let intake = intake(try type.checkedBoundary())
            received = intake
            let parts = try await read(incoming, into: intake)
            request.body = parts.statements
            request.attachments = parts.attachments
            let complete = request
            let result = try await judged(principal) { try await answer(complete, .statements, principal) }
            try await offPool { intake.discard() }
            return result
        } catch {
            try? await offPool { [received] in received?.discard() }
            throw error
        }
    }

    private func intake(_ boundary: MultipartBoundary) -> AttachmentIntake {
        let world = services.world
        return AttachmentIntake(
            boundary: boundary, files: services.attachmentFiles, statementLimit: settings.statementLimit
        ) { world.newID().description }
    }

    /// Reads the body to its end also when something is wrong with it, so that the connection can go on.
    private func read(_ incoming: Request, into intake: AttachmentIntake) async throws -> ReceivedMultipart {
        var failure: (any Error)?
        var total = 0
        for try await buffer in incoming.body {
            total += buffer.readableBytes
            guard total <= settings.attachmentLimit else {
                throw ServiceError(.tooLarge, "The request is larger than \(settings.attachmentLimit) bytes.")
            }
            guard failure == nil else { continue }
            do {
                let bytes = Array(buffer.readableBytesView)
                try await offPool { try intake.take(bytes) }
            } catch { failure = error }
        }
        if let failure { throw failure }
        return try await offPool { try intake.finish() }
    }
}
