import JSON
import NIOHTTP1
package import Values

/// Plays a cmi5 assignable unit by HTTP, request for request as the sample's script does (cmi5 §8–10).
package struct ScriptedAU: Sendable {
    private static let verbs = "http://adlnet.gov/expapi/verbs/"

    private let launch: ContentLaunch
    private let authorization: String
    private let template: JSONNode
    private let world: World
    private let activity: JSONNode
    private let actor: JSONNode
    package let masteryScore: Double?

    /// Fetches the session's token, the launch data and the learner's preferences.
    package static func open(_ url: String, browser: BrowserClient, world: World) async throws -> ScriptedAU {
        let launch = try ContentLaunch(url: url, browser: browser)
        let fetched = try await browser.send(.POST, launch.parameter("fetch"))
        guard let token = try? JSONDocument(parsing: fetched.body).root["auth-token"]?.string else {
            throw BrowserClient.Failure(description: "the fetch URL gave no token: \(fetched.text)")
        }
        let headers = [("Authorization", "Basic " + token), ("X-Experience-API-Version", "1.0.3")]
        let state = try await browser.send(
            .GET, launch.stateURL("LMS.LaunchData", activity: launch.parameter("activityId")), headers: headers)
        guard state.status == 200, let data = try? JSONDocument(parsing: state.body).root,
            let template = data["contextTemplate"]
        else { throw BrowserClient.Failure(description: "no launch data: \(state.status) \(state.text)") }
        let preferences = URLEncodedForm([
            ("profileId", "cmi5LearnerPreferences"), ("agent", try launch.parameter("actor")),
        ]).appended(to: try launch.parameter("endpoint") + "/agents/profile")
        let answer = try await browser.send(.GET, preferences, headers: headers)
        guard answer.status == 200 || answer.status == 404 else {
            throw BrowserClient.Failure(description: "the learner's preferences were answered \(answer.status)")
        }
        return ScriptedAU(
            launch: launch, authorization: "Basic " + token, template: template.node, world: world,
            activity: ["objectType": "Activity", "id": .string(try launch.parameter("activityId"))],
            actor: try launch.json("actor"), masteryScore: data["masteryScore"]?.double)
    }

    package func initialized() async throws { try await say("initialized", isDefined: true, result: nil) }

    package func completed(seconds: Int) async throws {
        try await say(
            "completed", isDefined: true, result: ["completion": true, "duration": .string("PT\(seconds)S")],
            movesOn: true)
    }

    package func passed(scaled: Double, seconds: Int) async throws {
        try await judged("passed", success: true, scaled: scaled, seconds: seconds)
    }

    package func failed(scaled: Double, seconds: Int) async throws {
        try await judged("failed", success: false, scaled: scaled, seconds: seconds)
    }

    package func terminated(seconds: Int) async throws {
        try await say("terminated", isDefined: true, result: ["duration": .string("PT\(seconds)S")])
    }

    private func judged(_ verb: String, success: Bool, scaled: Double, seconds: Int) async throws {
        try await say(
            verb, isDefined: true,
            result: [
                "score": ["scaled": .number(scaled)], "success": .bool(success), "duration": .string("PT\(seconds)S"),
            ], movesOn: true)
    }

    private func say(_ verb: String, isDefined: Bool, result: JSONNode?, movesOn: Bool = false) async throws {
        let statement = JSONNode.compactObject([
            ("id", .string(world.newID().description)), ("actor", actor),
            ("verb", ["id": .string(Self.verbs + verb), "display": ["en": .string(verb)]]), ("object", activity),
            ("result", result), ("context", context(movesOn: movesOn)), ("timestamp", .string(world.now().rfc3339)),
        ])
        try await launch.send(statement, authorization: authorization, version: "1.0.3")
    }

    /// The launch's template with the registration and the categories of a cmi5-defined statement (§9.6.2).
    private func context(movesOn: Bool) -> JSONNode {
        var categories: [JSONNode] = [["id": "https://w3id.org/xapi/cmi5/context/categories/cmi5"]]
        if movesOn { categories.append(["id": "https://w3id.org/xapi/cmi5/context/categories/moveon"]) }
        var extensions: [(String, JSONNode)] = []
        if case .object(let given)? = template["extensions"] { extensions = given }
        if movesOn, let masteryScore {
            extensions.append(("https://w3id.org/xapi/cmi5/context/extensions/masteryscore", .number(masteryScore)))
        }
        var activities: [(String, JSONNode)] = [("category", .array(categories))]
        if case .object(let given)? = template["contextActivities"] {
            activities = given.filter { $0.0 != "category" } + activities
        }
        return [
            "registration": .string((try? launch.parameter("registration")) ?? ""),
            "contextActivities": .object(activities), "extensions": .object(extensions),
        ]
    }
}
