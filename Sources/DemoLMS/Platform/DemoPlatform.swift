package import Cryptography
import JOSE
package import JSON
package import Values

/// The state of the demo LMS: keys, people, links, grades, and what the tool sent.
package actor DemoPlatform {
    /// A launch that waits for the tool's authentication request.
    struct PendingLaunch: Sendable {
        var person: DemoPerson
        var message: Message
        var target: String

        enum Message: Sendable {
            case resourceLink(DemoLink)
            /// The id by which the answer will be known.
            case deepLinking(String)
            /// The work of a learner, in a line item of a link.
            case submissionReview(Gradebook.LineItem, of: DemoPerson.ID, DemoLink?)
            /// What the tool holds about somebody.
            case dataPrivacy(of: DemoPerson.ID)
        }

        var link: DemoLink? {
            switch message {
            case .resourceLink(let link): link
            case .submissionReview(_, _, let link): link
            case .deepLinking, .dataPrivacy: nil
            }
        }

        var reviewed: Gradebook.LineItem? { if case .submissionReview(let item, _, _) = message { item } else { nil } }
    }

    package nonisolated let profile: PlatformProfile
    package nonisolated let baseURL: String
    nonisolated let world: World

    package let signingKey: PrivateKey
    package private(set) var tool: RegisteredTool?
    package private(set) var people = DemoPerson.all
    package private(set) var links: [DemoLink] = []
    package var gradebook = Gradebook()
    /// What pickers sent back, in order.
    package internal(set) var placements: [Placement] = []
    /// Replaces, adds or (with nil) removes members of the next deep linking requests' settings.
    var deepLinkingChanges: [(name: String, value: JSONNode?)] = []
    package private(set) var requests: [RecordedRequest] = []
    /// While true every service of the LMS answers 503, as in an outage.
    package private(set) var isDown = false

    /// Where the tool wants notices, by type.
    package internal(set) var noticeHandlers: [String: String] = [:]

    private var tampering: LaunchTampering?
    private var pending: [String: PendingLaunch] = [:]
    private var accessTokens: [String: (scopes: Set<String>, expires: Instant)] = [:]
    package internal(set) var desk = RegistrationDesk()
    private var usedAssertions: Set<String> = []
    package internal(set) var groups: [DemoGroup] = []
    /// The addresses at which the key set was read, in order.
    package private(set) var keySetReads: [String] = []
    func noteKeySetRead(_ address: String) { keySetReads.append(address) }
    var usedNonces: Set<String> = []

    /// A request of the tool to one of the LMS's services, without its body.
    package struct RecordedRequest: Sendable {
        package var method: String
        package var path: String
        package var userAgent: String?
        package var accept: String?
    }

    package init(profile: PlatformProfile = .strict, baseURL: String, world: World = .system) throws {
        self.profile = profile
        self.baseURL = baseURL
        self.world = world
        signingKey = try PrivateKey.generateRSA(bits: 2_048)
    }

    package nonisolated var issuer: String { profile.issuer ?? baseURL }
    package nonisolated var contextID: String { "course-42" }
    /// Where its pages are, for people; the services stay at ``baseURL``.
    package nonisolated var pagesURL: String {
        profile.pagesHost.map { baseURL.replacing("127.0.0.1", with: $0) } ?? baseURL
    }
    package nonisolated var tokenURL: String { baseURL + "/token" }

    package func register(_ tool: RegisteredTool) { self.tool = tool }

    package func add(_ link: DemoLink) {
        links.append(link)
        if profile.namesLineItem {
            _ = gradebook.add(label: link.title, scoreMaximum: 100, resourceLinkID: link.id)
        }
    }

    /// A link that a picker chose, with the line item that it wanted.
    func place(
        _ link: DemoLink, lineItem: (label: String, maximum: Double, resource: String?, tag: String?)?,
        submissionReview: JSONNode? = nil
    ) {
        links.append(link)
        guard let lineItem else { return }
        _ = gradebook.add(
            label: lineItem.label, scoreMaximum: lineItem.maximum, resourceLinkID: link.id,
            resourceID: lineItem.resource, tag: lineItem.tag, submissionReview: submissionReview)
    }

    package func add(_ person: DemoPerson) {
        people.append(person)
        changes.append((person.id, .active))
    }

    /// Somebody leaves the course.
    package func remove(person id: DemoPerson.ID) {
        people.removeAll { $0.id == id }
        changes.append((id, .deleted))
    }

    package func set(_ status: DemoPerson.Status, of id: DemoPerson.ID) {
        guard let index = people.firstIndex(where: { $0.id == id }) else { return }
        people[index].status = status
        changes.append((id, status))
    }

    /// Whom the roster says changed, in order; differences count from a place in it.
    var changes: [(person: DemoPerson.ID, status: DemoPerson.Status)] = []
    /// Differences from before this place are answered 410.
    var forgetsChangesBefore = 0
    /// The list of changes is empty again, as after a restart: removed people are in no difference.
    package func dropChanges() { changes = [] }
    package func restrict(_ link: DemoLink.ID, to members: Set<String>) {
        if let index = links.firstIndex(where: { $0.id == link }) { links[index].members = members }
    }
    /// The scopes of each token request, in order.
    package internal(set) var askedScopes: [Set<String>] = []
    func note(askedScopes scopes: Set<String>) { askedScopes.append(scopes) }
    package func forgetChanges() { forgetsChangesBefore = changes.count + 1 }
    /// The page of the roster that fails, counted from 1; nil for none.
    package internal(set) var failingRosterPage: Int?
    package func failRoster(atPage page: Int?) { failingRosterPage = page }

    /// Seconds by which the gradebook's clock is ahead of the true time.
    package private(set) var clockAhead: Int64 = 0
    package func setClock(ahead seconds: Int64) { clockAhead = seconds }

    /// The status with which every score is refused; nil for none.
    package private(set) var scoreRefusal: Int?
    package func refuseScores(with status: Int?) { scoreRefusal = status }

    /// What the roster holds in the place of the course's people; nil for those.
    package private(set) var rosterMembers: [JSONNode]?
    package func answerRoster(with members: [JSONNode]?) { rosterMembers = members }

    package func setDown(_ down: Bool) { isDown = down }

    /// Applies to the next launch only.
    package func tamper(with next: LaunchTampering) { tampering = next }

    func takeTampering() -> LaunchTampering {
        defer { tampering = nil }
        return tampering ?? LaunchTampering()
    }

    func record(_ request: RecordedRequest) {
        requests.append(request)
        if requests.count > 10_000 { requests.removeFirst(5_000) }
    }

    // MARK: Launches

    /// Remembers who launches what, and gives the opaque hint that names it.
    func begin(_ launch: PendingLaunch) -> String {
        let id = "launch-" + world.newSecret()
        pending[id] = launch
        return id
    }

    /// Uses a hint up: it is good for one answer, as in Moodle, and for the person that it was made for.
    func takeLaunch(hinted id: String, loginHint: String?) -> PendingLaunch? {
        guard let launch = pending[id], loginHint?.hasPrefix(launch.person.id) == true else { return nil }
        pending[id] = nil
        return launch
    }

    // MARK: Access tokens

    /// All access tokens that are good.
    package var issuedSecrets: [String] { Array(accessTokens.keys) }

    func grant(_ scopes: Set<String>, assertionID: String) -> String? {
        guard usedAssertions.insert(assertionID).inserted else { return nil }
        let token = world.newSecret()
        accessTokens[token] = (scopes, world.now().adding(seconds: 3_600))
        return token
    }

    func allows(_ token: String, scope: String) -> Bool {
        guard let granted = accessTokens[token], granted.expires > world.now() else { return false }
        return granted.scopes.contains(scope)
    }

    func knows(_ token: String) -> Bool { accessTokens[token].map { $0.expires > world.now() } ?? false }

    /// Forgets all access tokens, as an LMS does at a restart: the tool's cached token gets 401.
    package func forgetAccessTokens() { accessTokens = [:] }

    package func withGradebook<Result: Sendable>(_ body: @Sendable (inout Gradebook) -> Result) -> Result {
        body(&gradebook)
    }
}
