import Access
import Cryptography
import HTTPTypes
import Hummingbird
import Texts
import Values
import Workflows

/// A signed-in staff user's request.
struct StaffVisit: Sendable {
    let principal: StaffPrincipal
    let wording: Wording
    let formToken: String

    /// A page of the administration, with the bar that leads to the others.
    func page(_ title: String, _ blocks: [Block], current: StaffPlace, up: (label: String, href: String)? = nil) -> Page
    {
        var page = Page("staff", title: title, language: wording.language)
        page.bodyClass = "wide"
        page.scripts = ["times.js"]
        page.values = [
            "blocks": Block.values(blocks, below: title), "nav": StaffPlace.bar(self, current: current),
            "up": up.map { ["label": .text($0.label), "href": .text($0.href)] } ?? .absent,
        ]
        return page
    }

    func form(_ action: String, _ submit: TextKey, _ fields: [Field]) -> FormView {
        FormView(action: action, submit: wording(submit), formToken: formToken, fields: fields)
    }

    func button(_ label: TextKey, _ action: String, _ fields: [(String, String)] = []) -> Cell {
        .button(wording(label), action: action, formToken: formToken, fields: fields)
    }
}

/// The areas of the administration.
enum StaffPlace: String, CaseIterable {
    case dashboard = "/admin/"
    case courses = "/admin/courses"
    case packages = "/admin/packages"
    case platforms = "/admin/platforms"
    case launches = "/admin/launches"
    case outbox = "/admin/outbox"
    case statements = "/admin/statements"
    case credentials = "/admin/credentials"
    case forwarding = "/admin/forwarding"
    case people = "/admin/people"
    case exports = "/admin/exports"
    case audit = "/admin/audit"

    var name: TextKey {
        switch self {
        case .dashboard: .navDashboard
        case .courses: .navCourses
        case .packages: .navPackages
        case .platforms: .navPlatforms
        case .launches: .navLaunches
        case .outbox: .navOutbox
        case .statements: .navStatements
        case .credentials: .navCredentials
        case .forwarding: .navForwarding
        case .people: .navPeople
        case .exports: .navExports
        case .audit: .navAudit
        }
    }

    /// What a user needs to see the area in the bar; each workflow asks for its own rights again.
    private var right: Right? {
        switch self {
        case .dashboard: nil
        case .courses: .seeEveryCohort
        case .packages: .managePackages
        case .platforms, .launches: .managePlatforms
        case .outbox: .replayOutbox
        case .statements: .exportStatements
        case .credentials, .forwarding: .manageCredentials
        case .people: .seePersonalData
        case .exports: .exportReports
        case .audit: .readAudit
        }
    }

    static func bar(_ visit: StaffVisit, current: StaffPlace) -> PageValue {
        let places = allCases.filter { place in place.right.map(visit.principal.may) ?? true }
        return [
            "label": .text(visit.wording(.navLabel)),
            "items": .list(
                places.map {
                    [
                        "href": .text($0.rawValue), "label": .text(visit.wording($0.name)),
                        "isCurrent": .flag($0 == current),
                    ]
                }),
            "signOut": ["action": "/admin/sign-out", "formToken": .text(visit.formToken)],
        ]
    }
}

/// The door of the administration: no page behind it is shown without a session.
struct StaffDesk: Sendable {
    static let cookieName = "__Host-staff"
    let services: Services
    let forms: CrossSiteGuard

    init(_ services: Services) {
        self.services = services
        let vault = services.vault
        forms = CrossSiteGuard { vault.lookupHash("form", $0) }
    }

    /// Runs a handler for whoever is signed in; others are led to the sign-in.
    func open(
        _ request: Request, _ context: LecternRequestContext, _ handler: (StaffVisit) async throws -> Response
    ) async throws -> Response {
        guard let token = request.cookie(named: Self.cookieName),
            let principal = try await ReadStaffSession(services).run(token: token)
        else { return Page.seeOther("/admin/sign-in" + SignInPages.wayBack(to: request)) }
        return try await handler(
            StaffVisit(
                principal: principal, wording: Wording(context.language), formToken: forms.token(for: Self.key(token))))
    }

    /// The same for a posted form, after checking its token.
    func form(
        _ request: Request, _ context: LecternRequestContext, lists: Set<String> = [],
        _ handler: (StaffVisit, FormBody) async throws -> Response
    ) async throws -> Response {
        try await open(request, context) { visit in
            let body = try await FormBody.read(request, lists: lists)
            try forms.check(body, session: Self.key(request.cookie(named: Self.cookieName) ?? ""), request: request)
            return try await handler(visit, body)
        }
    }

    /// What the forms of a session are bound to: a hash, so that the token itself goes nowhere.
    static func key(_ token: String) -> String { Base64URL.encode(Digest.sha256(Array(token.utf8))) }
}

extension ServiceError {
    /// Whether a form can be shown again with what is wrong; other errors have pages of their own.
    var isAboutInput: Bool { [.invalid, .unprocessable, .conflict, .preconditionFailed].contains(code) }
}
