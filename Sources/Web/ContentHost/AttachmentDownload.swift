import HTTPTypes
import Hummingbird
import Values
import Workflows

/// The data of an attachment by a link that staff were given. It is handed out as a file and nothing else: foreign bytes
/// are neither guessed at nor run, whatever they say they are (catalogue: LRS-CT-28).
struct AttachmentDownload: Sendable {
    let services: Services

    func answer(_ context: LecternRequestContext) async throws -> Response {
        let found = try await AttachmentLinks(services).open(context.parameters.get("token") ?? "")
        var headers: HTTPFields = [
            .contentType: "application/octet-stream", .xContentTypeOptions: "nosniff", .cacheControl: "no-store",
            .contentDisposition: "attachment; filename=\"\(found.sha2)\"",
            .contentSecurityPolicy: "default-src 'none'; sandbox",
        ]
        headers.setUnlessPresent("Referrer-Policy", "no-referrer")
        let piece = AnswerPiece.file(location: found.location, size: found.size)
        return Response(status: .ok, headers: headers, body: AnswerStream(pieces: [piece]).responseBody)
    }
}
