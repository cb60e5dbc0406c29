import Connections
import Hummingbird
import Texts
import Workflows

/// Adds the pages about one user: a learner's work below `/lti/review/<handle>/`, and what is held about a person below
/// `/lti/privacy/<handle>/`. All are behind the proof of the launch, but for `enter`, which brings the proof.
func addAboutUserRoutes(to router: Router<LecternRequestContext>, services: Services) {
    let review = LaunchGate(services, purpose: .submissionReview)
    let work = ReviewPage(services)
    let reviews = router.group("/lti/review/:handle")
    review.addDoor(to: reviews)
    reviews.get { request, context in try await review.open(request, context) { try await work.show($0) } }

    let privacy = LaunchGate(services, purpose: .dataPrivacy)
    let pages = PrivacyLaunchPages(services)
    let data = router.group("/lti/privacy/:handle")
    privacy.addDoor(to: data)
    data.get { request, context in try await privacy.open(request, context) { try await pages.show($0) } }
    data.post("package") { request, context in
        try await privacy.form(request, context) { visit, _ in try await pages.askPackage(visit) }
    }
    data.post("erasure") { request, context in
        try await privacy.form(request, context) { try await pages.askErasure($0, $1) }
    }
}

extension LaunchVisit {
    /// A page of blocks in the platform's frame.
    func blockPage(_ title: String, _ blocks: [Block]) -> Page {
        var page = page("staff", title: title)
        page.bodyClass = "wide"
        page.values["blocks"] = Block.values(blocks, below: title)
        return page
    }

    /// These pages need a cookie (design D16): where none can be kept, the way to a window of its own; nil otherwise.
    func door(_ settings: ServiceSettings) -> Response? {
        headerToken.map {
            LaunchEntryPage.response(session: session, token: $0, settings: settings, language: wording.language)
        }
    }
}
