import JSON
import NIOHTTP1
package import Values

/// Plays a package shaped like a Rise export by HTTP: three state documents, `experienced` and `progressed` per lesson,
/// then `passed` without a score on the root activity and never `completed`.
package struct ScriptedTinCan: Sendable {
    private let launch: ContentLaunch
    private let authorization: String
    private let root: String
    private let actor: JSONNode
    private let world: World
    /// What the bookmark of an earlier session said; nil at the first one.
    package let bookmark: String?

    package static func open(_ url: String, browser: BrowserClient, world: World) async throws -> ScriptedTinCan {
        let launch = try ContentLaunch(url: url, browser: browser)
        let root = try launch.parameter("activity_id")
        let authorization = try launch.parameter("auth")
        var documents: [String: String] = [:]
        for name in ["bookmark", "suspend_data", "cumulative_time"] {
            let answer = try await browser.send(
                .GET, launch.stateURL(name, activity: root),
                headers: [("Authorization", authorization), ("X-Experience-API-Version", "1.0.1")])
            if answer.status == 200 {
                documents[name] = answer.text
            } else if answer.status != 404 {
                throw BrowserClient.Failure(description: "state \(name) was answered \(answer.status): \(answer.text)")
            }
        }
        return ScriptedTinCan(
            launch: launch, authorization: authorization, root: root, actor: try launch.json("actor"), world: world,
            bookmark: documents["bookmark"])
    }

    package func attempted() async throws {
        try await say("http://adlnet.gov/expapi/verbs/attempted", object: root, result: nil)
    }

    package func experienced(lesson: String, of total: Int, done: Int) async throws {
        try await say("http://adlnet.gov/expapi/verbs/experienced", object: root + "/" + lesson, result: nil)
        let percent = JSONNode.number(100 * done / total)
        try await say(
            "http://adlnet.gov/expapi/verbs/progressed", object: root,
            result: ["extensions": ["https://w3id.org/xapi/cmi5/result/extensions/progress": percent]])
        try await put("bookmark", "#/lessons/" + lesson)
        try await put("suspend_data", "{\"v\":1,\"d\":[\(done),\(total)]}")
        try await put("cumulative_time", String(done * 42_000))
    }

    package func passed() async throws {
        try await say(
            "http://adlnet.gov/expapi/verbs/passed", object: root, result: ["success": true, "completion": true])
    }

    private func say(_ verb: String, object: String, result: JSONNode?) async throws {
        let name = verb.split(separator: "/").last.map(String.init) ?? verb
        let statement = JSONNode.compactObject([
            ("id", .string(world.newID().description)), ("actor", actor),
            ("verb", ["id": .string(verb), "display": ["en-US": .string(name)]]),
            ("object", ["objectType": "Activity", "id": .string(object)]), ("result", result),
            ("context", ["registration": .string(try launch.parameter("registration"))]),
            ("timestamp", .string(world.now().rfc3339)),
        ])
        try await launch.send(statement, authorization: authorization, version: "1.0.1")
    }

    private func put(_ name: String, _ content: String) async throws {
        let answer = try await launch.browser.send(
            .PUT, launch.stateURL(name, activity: root),
            headers: [
                ("Authorization", authorization), ("X-Experience-API-Version", "1.0.1"),
                ("Content-Type", "application/octet-stream"),
            ], body: Array(content.utf8))
        guard answer.status == 204 else {
            throw BrowserClient.Failure(description: "state \(name) was answered \(answer.status): \(answer.text)")
        }
    }
}
