import Access
import Connections
import HTTPTypes
import Hummingbird
import JSON
import LTI
import NIOCore
import Texts
import Values
import Workflows

/// Adds `/lti/register`, where platforms send their administrators (LTI Dynamic Registration 1.0 §3.3), and the documents
/// for platforms that want them pasted.
func addRegistrationRoutes(to router: Router<LecternRequestContext>, services: Services, _ rates: LaunchRates) {
    let pages = RegistrationPages(services, rates)
    router.get("/lti/register") { request, context in try await pages.ask(request, context) }
    router.post("/lti/register") { request, context in try await pages.register(request, context) }
    router.get("/lti/config/canvas.json") { _, _ in
        let body = ByteBuffer(bytes: ToolDescription(services.settings).canvas.serialized)
        let headers: HTTPFields = [.contentType: "application/json", .cacheControl: "public, max-age=300"]
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: body))
    }
}

/// The pages that a platform shows its administrator: who wants to connect and what it will send; then how it went.
struct RegistrationPages: Sendable {
    private let services: Services
    private let rates: LaunchRates
    private let forms: CrossSiteGuard

    init(_ services: Services, _ rates: LaunchRates) {
        self.services = services
        self.rates = rates
        let vault = services.vault
        forms = CrossSiteGuard { vault.lookupHash("form", $0) }
    }

    func ask(_ request: Request, _ context: LecternRequestContext) async throws -> Response {
        let query = request.uri.queryParameters
        let url = query["openid_configuration"].map(String.init) ?? ""
        let sent = RegisterPlatform.Request(
            configurationURL: url, token: query["registration_token"].map(String.init),
            invite: query["invite"].map(String.init) ?? "")
        let wording = Wording(context.language)
        guard !url.isEmpty else {
            return failure(
                ServiceError(.invalid, wording(.registerNoConfiguration)), nil, frames: .none, context)
        }
        let frames = frames(of: url)
        do {
            if sent.invite.isEmpty { try rates.registration(from: context.clientAddress) }
            let proposal = try await RegisterPlatform(services).proposal(sent)
            return page(proposal, sent, context, frames)
        } catch let error as ServiceError where error.code != .internalError {
            return failure(error, nil, frames: frames, context)
        }
    }

    func register(_ request: Request, _ context: LecternRequestContext) async throws -> Response {
        let form = try await FormBody.read(request)
        let url = form.exact("openid_configuration")
        try forms.check(form, session: key(url, form.exact("invite")), request: request)
        let sent = RegisterPlatform.Request(
            configurationURL: url, token: form.exact("registration_token"), invite: form.exact("invite"))
        let frames = frames(of: url)
        do {
            if sent.invite.isEmpty { try rates.registration(from: context.clientAddress) }
            let result = try await RegisterPlatform(services).run(sent, keepsProfiles: form["profiles"] == "1")
            return done(result, context, frames)
        } catch let refusal as RegistrationRefusal {
            let wording = Wording(context.language)
            let error = ServiceError(.badGateway, wording(.registerRefused))
            return failure(error, refusal, frames: frames, context)
        } catch let error as ServiceError where error.code != .internalError {
            return failure(error, nil, frames: frames, context)
        }
    }

    /// Only the platform itself may show these pages in a frame; of a known host any customer's page, since its
    /// configuration seldom lies where its administrators work.
    private func frames(of url: String) -> FramePolicy {
        guard let address = WebAddress(url) else { return .origins([]) }
        return .origins([address.origin] + HostedPlatform.frameSources(around: address))
    }

    private func key(_ url: String, _ invite: String) -> String { "register\u{0}" + url + "\u{0}" + invite }

    private func page(
        _ proposal: PlatformProposal, _ sent: RegisterPlatform.Request, _ context: LecternRequestContext,
        _ frames: FramePolicy
    ) -> Response {
        let wording = Wording(context.language)
        let configuration = proposal.configuration
        let product = [configuration.productFamilyCode, configuration.version].compactMap { $0 }.joined(separator: " ")
        var form = FormView(
            action: "/lti/register", submit: wording(.registerConnect),
            formToken: forms.token(for: key(sent.configurationURL, sent.invite)),
            fields: [
                Field(
                    "profiles", wording(.registerProfiles), .check, value: proposal.keepsProfiles ? "1" : "")
            ])
        form.hidden = [
            ("openid_configuration", sent.configurationURL), ("registration_token", sent.token?.reveal() ?? ""),
            ("invite", sent.invite),
        ]
        var blocks: [Block] = [
            .paragraph(wording(.registerText)),
            .facts([
                (wording(.issuer), .code(configuration.issuer)), (wording(.product), .text(product)),
                (wording(.authURL), .code(configuration.authorizationEndpoint)),
            ]),
        ]
        if !proposal.isInvited { blocks.append(.note(kind: "warn", text: wording(.registerWillWait))) }
        return staffPage(wording(.registerTitle), blocks + [.form(form)], context, frames).response()
    }

    private func done(
        _ result: RegisterPlatform.Result, _ context: LecternRequestContext, _ frames: FramePolicy
    ) -> Response {
        let wording = Wording(context.language)
        let (kind, text): (String, TextKey) =
            result.isPending ? ("warn", .registerPending) : ("good", .registerDone)
        var page = staffPage(
            wording(.registerTitle),
            [
                .note(kind: kind, text: wording(text)),
                .facts([(wording(.clientID), .code(result.registration.clientID))]),
            ], context, frames)
        page.values["closing"] = "now"
        page.scripts = ["close.js"]
        return page.response()
    }

    private func failure(
        _ error: ServiceError, _ refusal: RegistrationRefusal?, frames: FramePolicy, _ context: LecternRequestContext
    ) -> Response {
        let wording = Wording(context.language)
        var faults = error.faults.map { $0.place + ": " + $0.message }
        if let refusal {
            faults.append(
                ["status \(refusal.status)", refusal.code, refusal.explanation].filter { !$0.isEmpty }
                    .joined(separator: ", "))
        }
        var page = staffPage(
            wording(.registerFailed), [.note(kind: "bad", text: error.message, faults: faults)], context, frames)
        page.status = error.code.status
        page.values["closing"] = "read"
        page.scripts = ["close.js"]
        return page.response()
    }

    private func staffPage(
        _ title: String, _ blocks: [Block], _ context: LecternRequestContext, _ frames: FramePolicy
    ) -> Page {
        var page = Page("registration", title: title, language: context.language)
        page.values["blocks"] = Block.values(blocks, below: title)
        page.policy.frames = frames
        return page
    }
}
