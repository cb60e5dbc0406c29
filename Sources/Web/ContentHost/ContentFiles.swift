import Foundation
import HTTPTypes
import Hummingbird
import Values
import Workflows

/// Serves the files of packages to the browser of an open session.
struct ContentFiles: Sendable {
    private let services: Services
    private let files = FileIO()

    init(_ services: Services) { self.services = services }

    func serve(_ request: Request, _ context: LecternRequestContext) async throws -> Response {
        let secret = context.parameters.get("secret") ?? ""
        let path = try Self.path(of: request)
        let file = try await ReadContentFile(services).run(secret: secret, path: path, host: request.head.authority)
        var headers = headers(of: file)
        if request.headers[.ifNoneMatch] == headers[.eTag] { return Response(status: .notModified, headers: headers) }
        return try await respond(request, context, file, &headers)
    }

    private func respond(
        _ request: Request, _ context: LecternRequestContext, _ file: ContentFile, _ headers: inout HTTPFields
    ) async throws -> Response {
        let range = ByteRange(request.headers[.range] ?? "", size: file.size)
        let asksForPart = request.headers[.range] != nil && Self.isSameVersion(request, headers)
        switch range {
        case .part(let part) where asksForPart:
            headers[.contentRange] = "bytes \(part.lowerBound)-\(part.upperBound)/\(file.size)"
            return Response(
                status: .partialContent, headers: headers,
                body: try await files.loadFile(path: file.location, range: part, context: context))
        case .unsatisfiable where asksForPart:
            headers[.contentRange] = "bytes */\(file.size)"
            return Response(status: .rangeNotSatisfiable, headers: headers)
        default:
            let body = try await files.loadFile(path: file.location, context: context)
            return Response(status: .ok, headers: headers, body: body)
        }
    }

    /// A part is only of use beside the earlier parts of the same file (RFC 9110 §13.1.5).
    private static func isSameVersion(_ request: Request, _ headers: HTTPFields) -> Bool {
        guard let condition = request.headers[.ifRange] else { return true }
        return condition == headers[.eTag]
    }

    private func headers(of file: ContentFile) -> HTTPFields {
        let type = MediaTypeTable.type(ofFile: file.path)
        var headers: HTTPFields = [
            .contentType: type ?? MediaTypeTable.unknown, .acceptRanges: "bytes",
            .eTag: "\"\(file.label)-\(file.size)\"", .cacheControl: "private, max-age=600",
            .contentSecurityPolicy: policy(file), .xContentTypeOptions: "nosniff",
        ]
        headers.setUnlessPresent("Referrer-Policy", "no-referrer")
        headers.setUnlessPresent("Cross-Origin-Resource-Policy", "same-origin")
        if type == nil { headers[.contentDisposition] = "attachment" }
        return headers
    }

    /// Inline script and eval are allowed, since authoring tools live on them; what the page may reach is its own host,
    /// which holds its LRS too (design D9).
    private func policy(_ file: ContentFile) -> String {
        let own = [FramePolicy.origin(of: services.settings.publicURL)].compactMap(\.self)
        return [
            "default-src 'self' data: blob:", "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
            "style-src 'self' 'unsafe-inline'", "connect-src 'self' data: blob:", "object-src 'none'",
            "base-uri 'self'", "form-action 'self'",
            "frame-ancestors " + FramePolicy.origins(own + file.frameOrigins).sources,
        ].joined(separator: "; ")
    }

    /// What follows `/s/<secret>/`, decoded once.
    private static func path(of request: Request) throws -> String {
        let raw = request.uri.path.dropFirst("/s/".count)
        guard let slash = raw.firstIndex(of: "/"),
            let path = raw[raw.index(after: slash)...].removingPercentEncoding, !path.isEmpty
        else { throw ServiceError(.notFound, "There is no such file.") }
        return path
    }
}
