import HTTPTypes
import Hummingbird
import Texts
import Values
import Workflows

/// Signing in and out. The form is protected before there is a session, by a cookie made for it alone.
struct SignInPages: Sendable {
    static let formCookie = "__Host-sign-in"
    private let desk: StaffDesk

    init(_ desk: StaffDesk) { self.desk = desk }

    func show(_ request: Request, _ context: LecternRequestContext) -> Response {
        page(request, context, error: nil, login: "", next: request.uri.queryParameters["next"] ?? "")
    }

    /// The query by which a page that was asked for without a session is found again behind the sign-in.
    static func wayBack(to request: Request) -> String {
        let path = request.uri.string
        guard request.method == .get, path != "/admin/", isOwn(path) else { return "" }
        return "?" + URLEncodedForm([(name: "next", value: path)]).encoded
    }

    /// A page of the administration, never another site.
    private static func isOwn(_ path: some StringProtocol) -> Bool {
        path.hasPrefix("/admin/") && path.utf8.count <= 2_000
            && path.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }
    }

    func signIn(_ request: Request, _ context: LecternRequestContext) async throws -> Response {
        let body = try await FormBody.read(request)
        guard let mark = request.cookie(named: Self.formCookie) else {
            throw ServiceError(.forbidden, Wording(context.language)(.signInCookies))
        }
        try desk.forms.check(body, session: mark, request: request)
        do {
            let token = try await SignInStaff(desk.services).run(
                login: body["login"], password: body.exact("password"), address: context.clientAddress)
            let next = body["next"]
            var response = Page.seeOther(Self.isOwn(next) ? next : "/admin/")
            response.set(SetCookie(StaffDesk.cookieName, token.reveal(), sameSite: .lax))
            response.set(SetCookie(Self.formCookie, "", sameSite: .lax, maxAge: 0))
            return response
        } catch let error as ServiceError where [.unauthenticated, .tooManyRequests].contains(error.code) {
            return page(request, context, error: error, login: body["login"], next: body["next"])
        }
    }

    func signOut(_ request: Request, _ context: LecternRequestContext) async throws -> Response {
        try await desk.form(request, context) { _, _ in
            try await SignOutStaff(desk.services).run(token: request.cookie(named: StaffDesk.cookieName) ?? "")
            var response = Page.seeOther("/admin/sign-in")
            response.set(SetCookie(StaffDesk.cookieName, "", sameSite: .lax, maxAge: 0))
            return response
        }
    }

    private func page(
        _ request: Request, _ context: LecternRequestContext, error: ServiceError?, login: String,
        next: some StringProtocol
    ) -> Response {
        let wording = Wording(context.language)
        let mark = request.cookie(named: Self.formCookie) ?? desk.services.world.newSecret()
        var form = FormView(
            action: "/admin/sign-in", submit: wording(.signInSubmit), formToken: desk.forms.token(for: mark),
            fields: [
                Field("login", wording(.login), value: login, isRequired: true, autocomplete: "username"),
                Field(
                    "password", wording(.password), .input("password"), isRequired: true,
                    autocomplete: "current-password"),
            ])
        if Self.isOwn(next) { form.hidden = [("next", String(next))] }
        var blocks: [Block] = [.form(form)]
        if let error { blocks.insert(.note(kind: "bad", text: words(error, wording)), at: 0) }
        var page = Page(
            "staff", title: wording(.signInTitle), language: context.language,
            values: ["blocks": .list(blocks.map(\.value)), "nav": .absent, "up": .absent])
        page.status = error?.code.status ?? .ok
        var response = page.response()
        if let error { response.headers.retryAfter(of: error) }
        response.set(SetCookie(Self.formCookie, mark, sameSite: .lax))
        return response
    }

    private func words(_ error: ServiceError, _ wording: Wording) -> String {
        guard error.code == .tooManyRequests else { return wording(.signInFailed) }
        return wording(.signInTooOften, count: error.retryAfter ?? 60)
    }
}
