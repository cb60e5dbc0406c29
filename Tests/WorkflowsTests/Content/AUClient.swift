import Access
import CMI5
import Content
import Database
import JSON
import LearningRecords
import TestWorld
import Testing
import Values
import Workflows
import XAPI

/// Plays an opened lesson through the workflows, as the package's script does over HTTP.
struct AUClient: Sendable {
    let house: ContentHouse
    let principal: XAPIPrincipal
    let query: URLEncodedForm
    let template: JSONNode

    /// Fetches token, launch data and preferences, like `cmi5-session.js`.
    static func start(_ opened: OpenedLesson, in house: ContentHouse) async throws -> AUClient {
        let query = try #require(URLEncodedForm(parsing: opened.url.drop { $0 != "?" }.dropFirst()))
        let secret = String(try #require(query["fetch"]).split(separator: "/").last ?? "")
        let answer = await FetchToken(house.services).run(secret)
        guard case .string(let token)? = answer["auth-token"] else { throw ServiceError(.gone, answer.text) }
        let principal = try await RecordsAccess(house.services).principal(
            authorization: "Basic " + token, sessionsOnly: true, address: "test")
        let documents = DocumentsWorkflow(house.services)
        let actorText = try #require(query["actor"])
        let actor = try #require(try AgentIdentifier(of: JSONDocument(parsing: actorText).root))
        let state = DocumentOwner(
            resource: .state, activity: query["activityId"], agent: actor,
            registration: query["registration"].flatMap { UUID16($0) })
        let data = try await documents.find(LaunchData.stateID, of: state, by: principal)
        _ = try await documents.find(
            LearnerPreferences.profileID, of: DocumentOwner(resource: .agentProfile, agent: actor), by: principal)
        let template = try JSONDocument(parsing: data.content.bytes).root["contextTemplate"]?.node ?? .null
        return AUClient(house: house, principal: principal, query: query, template: template)
    }

    /// Sends cmi5-defined statements in one request.
    func send(_ verbs: String...) async throws {
        let statements = try verbs.map(statement)
        _ = try await RecordStatements(house.services).run(
            StatementSubmission(body: JSONNode.array(statements).serialized, version: .v1), by: principal)
    }

    private func statement(_ verb: String) throws -> JSONNode {
        let judged = ["passed", "failed", "completed"].contains(verb)
        let categories = [CMI5Category.cmi5] + (judged ? [CMI5Category.moveOn] : [])
        let list = categories.map { JSONNode.object([("id", .string($0))]) }
        var extensions = template["extensions"] ?? .null
        if verb == "passed", case .object(let members) = extensions {
            extensions = .object(members + [(CMI5Extension.masteryScore, .number(0.8))])
        }
        return .compactObject([
            ("id", .string("\(house.frozen.world.newID())")),
            ("actor", try JSONDocument(parsing: try #require(query["actor"])).root.node),
            ("verb", ["id": .string("http://adlnet.gov/expapi/verbs/\(verb)")]),
            ("object", ["id": .string(query["activityId"] ?? "")]), ("result", Self.result(verb)),
            (
                "context",
                [
                    "registration": .string(query["registration"] ?? ""), "extensions": extensions,
                    "contextActivities": [
                        "category": .array(list), "grouping": template["contextActivities"]?["grouping"] ?? .null,
                    ],
                ]
            ),
            ("timestamp", .string(house.frozen.now.rfc3339)),
        ])
    }

    private static func result(_ verb: String) -> JSONNode? {
        switch verb {
        case "completed": ["completion": true, "duration": "PT1M"]
        case "passed": ["success": true, "duration": "PT1M", "score": ["scaled": .number(0.8)]]
        case "terminated": ["duration": "PT1M"]
        default: nil
        }
    }
}

extension ContentHouse {
    /// The last parts of the verbs of all statements of the enrolment, oldest first.
    func verbs() async throws -> [String] {
        let enrolment = enrolment
        return try await services.database.read { tx in
            try StatementStore.facts(registration: enrolment, tenant: Self.tenant, in: tx)
                .map { String($0.verbID.split(separator: "/").last ?? "") }
        }
    }
}
