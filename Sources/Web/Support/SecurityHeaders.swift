import HTTPTypes
package import Hummingbird

/// What a page may load, where its forms may go, and who may frame it (CSP Level 3). Inline script and style are never
/// allowed.
package struct ContentPolicy: Sendable {
    package var frames: FramePolicy
    /// Origins whose documents the page shows in frames of its own.
    package var frameSources: [String]
    /// Origins that its forms post to, beside our own; redirects after a post count too.
    package var formTargets: [String]

    package init(frames: FramePolicy = .none, frameSources: [String] = [], formTargets: [String] = []) {
        self.frames = frames
        self.frameSources = frameSources
        self.formTargets = formTargets
    }

    package var headerValue: String {
        [
            "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
            "connect-src 'self'", "manifest-src 'self'", "base-uri 'none'",
            "frame-src " + (frameSources.isEmpty ? "'none'" : frameSources.joined(separator: " ")),
            "form-action " + (["'self'"] + formTargets).joined(separator: " "),
            "frame-ancestors " + frames.sources,
        ].joined(separator: "; ")
    }
}

/// Adds the headers that every answer carries; what a handler set itself stays.
package struct SecurityHeaders: RouterMiddleware {
    package typealias Context = LecternRequestContext
    private let isSecure: Bool

    /// - Parameter publicURL: with `https` the answer also tells browsers to stay there (RFC 6797).
    package init(publicURL: String) { isSecure = publicURL.hasPrefix("https://") }

    private static let requestID = HTTPField.Name("X-Request-ID")

    private static let fields: [HTTPField] = [
        ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
        ("Content-Security-Policy", ContentPolicy().headerValue),
    ].compactMap { name, value in HTTPField.Name(name).map { HTTPField(name: $0, value: value) } }

    package func handle(
        _ request: Request, context: LecternRequestContext,
        next: (Request, LecternRequestContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        for field in Self.fields { response.headers.setUnlessPresent(field.name, field.value) }
        if let name = Self.requestID { response.headers.setUnlessPresent(name, context.requestID) }
        if isSecure { response.headers.setUnlessPresent(.strictTransportSecurity, "max-age=31536000") }
        return response
    }
}

extension HTTPFields {
    package mutating func setUnlessPresent(_ name: HTTPField.Name, _ value: String) {
        if !contains(name) { append(HTTPField(name: name, value: value)) }
    }

    package mutating func setUnlessPresent(_ name: String, _ value: String) {
        if let name = HTTPField.Name(name) { setUnlessPresent(name, value) }
    }
}
