import Access
package import Connections
import HTTPTypes
package import Hummingbird
package import Texts
import Values
package import Workflows

/// A proven visit: the session of a launch, in the reader's language, with what its pages need.
package struct LaunchVisit: Sendable {
    package let session: LaunchSession
    package let wording: Wording
    package let formToken: String
    /// The token itself, where it came in a header: then no cookie can be kept (design D16).
    package let headerToken: String?

    /// `/learn/<handle>/`.
    package var base: String { session.path }
    package var frames: FramePolicy { .origins(session.frameOrigins) }

    /// A page of this visit.
    package func page(_ template: String, title: String, values: [String: PageValue] = [:]) -> Page {
        var page = Page(template, title: title, language: wording.language, values: values)
        page.values["formToken"] = .text(formToken)
        page.values["resizeTo"] = .optional(session.pageOrigin)
        page.policy.frames = frames
        page.scripts = headerToken == nil ? ["times.js", "lesson.js"] : []
        return page
    }
}

/// The door of all pages under `/learn/<handle>/`.
package struct LaunchGate: Sendable {
    /// Carries the token where no cookie can be kept.
    package static let headerName = "X-Lectern-Launch"
    private let services: Services
    private let purpose: LaunchSession.Purpose
    let forms: CrossSiteGuard

    /// - Parameter purpose: visits that are for anything else aren't let in.
    package init(_ services: Services, purpose: LaunchSession.Purpose = .visit) {
        self.services = services
        self.purpose = purpose
        let vault = services.vault
        forms = CrossSiteGuard { vault.lookupHash("form", $0) }
    }

    /// The visit of a request; nil without a proof.
    package func visit(_ request: Request, _ context: LecternRequestContext) async throws -> LaunchVisit? {
        let handle = context.parameters.get("handle") ?? ""
        let cookie = request.cookie(named: LaunchSession.cookieName(handle: handle))
        let header = HTTPField.Name(Self.headerName).flatMap { request.headers[$0] }
        guard let token = header ?? cookie,
            let session = try await ReadLaunchSession(services).run(handle: handle, token: token),
            session.purpose == purpose
        else { return nil }
        let language = Language.best(preferred: session.locale, acceptLanguage: request.headers[.acceptLanguage])
        return LaunchVisit(
            session: session, wording: Wording(language), formToken: forms.token(for: formKey(session)),
            headerToken: header)
    }

    /// Runs a handler for a proven visit. Without a proof it shows how to come back; errors are shown in the platform's
    /// frame too.
    package func open(
        _ request: Request, _ context: LecternRequestContext, _ handler: (LaunchVisit) async throws -> Response
    ) async throws -> Response {
        guard let visit = try await visit(request, context) else { return try await comeBack(request, context) }
        var context = context
        context.language = visit.wording.language
        do {
            return try await handler(visit)
        } catch {
            return ErrorResponses.response(for: error, request: request, context: context, frames: visit.frames)
        }
    }

    /// The same for a posted form, after checking its token.
    package func form(
        _ request: Request, _ context: LecternRequestContext, lists: Set<String> = [],
        _ handler: (LaunchVisit, FormBody) async throws -> Response
    ) async throws -> Response {
        try await open(request, context) { visit in
            let body = try await FormBody.read(request, lists: lists)
            try forms.check(body, session: formKey(visit.session), request: request)
            return try await handler(visit, body)
        }
    }

    /// Adds what every kind of visit has: a question whether the proof arrives, and a way to bring it.
    func addDoor(to group: RouterGroup<LecternRequestContext>) {
        group.get("proof") { request, context in
            try await open(request, context) { _ in Response(status: .noContent) }
        }
        group.post("enter") { request, context in try await enter(request, context) }
    }

    /// Takes the proof by a form that opened a window of its own, and keeps it in this window's cookie.
    private func enter(_ request: Request, _ context: LecternRequestContext) async throws -> Response {
        // Only our own page may bring somebody in: another site could bring them into a visit that isn't theirs.
        guard isFromOurPage(request) else {
            throw ServiceError(.forbidden, Wording(context.language)(.errorForbidden))
        }
        let token = try await FormBody.read(request).exact("token")
        let handle = context.parameters.get("handle") ?? ""
        guard let session = try await ReadLaunchSession(services).run(handle: handle, token: token),
            session.purpose == purpose
        else {
            throw ServiceError(.unauthenticated, Wording(context.language)(.launchAgainText))
        }
        var response = Page.seeOther(session.path)
        response.set(.inFrames(session.cookieName, token))
        return response
    }

    /// Browsers that don't say so by `Sec-Fetch-Site` (Safari before 16.4) name the page's origin with every post. A token in
    /// the form would prove nothing: whoever brings their own visit can read that visit's page too.
    private func isFromOurPage(_ request: Request) -> Bool {
        guard let name = HTTPField.Name("Sec-Fetch-Site") else { return false }
        if let site = request.headers[name] { return site == "same-origin" }
        return request.headers[.origin].flatMap { WebAddress($0)?.origin }.map {
            $0 == WebAddress(services.settings.publicURL)?.origin
        } ?? false
    }

    private func formKey(_ session: LaunchSession) -> String {
        session.handle + "\u{0}" + Base64URL.encode(session.tokenHash)
    }

    private func comeBack(_ request: Request, _ context: LecternRequestContext) async throws -> Response {
        let handle = context.parameters.get("handle") ?? ""
        let origins = try await ReadLaunchSession(services).frameOrigins(handle: handle)
        let wording = Wording(context.language)
        var page = Page(
            "message", title: wording(.launchAgain), language: context.language,
            values: ["heading": .text(wording(.launchAgain)), "text": .text(wording(.launchAgainText))])
        page.status = .unauthorized
        page.policy.frames = .origins(origins)
        page.policy.frameSources = services.settings.contentFrames
        page.values["isBack"] = true
        page.scripts = ["launch.js"]
        return page.response()
    }
}

extension LaunchSession {
    /// The page around the visit, which is told its height: the one that the user came from, else the platform's own; nil where the
    /// platform opened a window.
    var pageOrigin: String? {
        if isInWindow { return nil }
        return returnURL.flatMap { WebAddress($0)?.origin } ?? frameOrigins.first { !$0.contains("*") }
    }
}
