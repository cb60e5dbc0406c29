import Access
import CMI5
import Database
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JSON
import SampleContent
import TestWorld
import Testing
import Values
import Web
import Workflows

/// Plays a package over HTTP exactly as its script does.
struct ScriptedPackage: Sendable {
    let house: ContentHostHouse
    let page: LaunchedPage
    var authorization = ""
    var version = "1.0.3"

    func call(
        _ method: HTTPRequest.Method, _ path: String, _ query: [(String, String)] = [], body: String? = nil,
        type: String = "application/json"
    ) async throws -> TestResponse {
        var headers: HTTPFields = [.authorization: authorization]
        if let name = HTTPField.Name("X-Experience-API-Version") { headers[name] = version }
        if body != nil { headers[.contentType] = type }
        let target = URLEncodedForm(query.map { (name: $0.0, value: $0.1) }).appended(
            to: page.path(of: "endpoint") + path)
        return try await house.send(method, target, headers: headers, body: body)
    }

    func state(_ id: String, registration: Bool = true) -> [(String, String)] {
        let activity = page.form["activityId"] ?? page.form["activity_id"] ?? ""
        return [("stateId", id), ("activityId", activity), ("agent", page.form["actor"] ?? "")]
            + (registration ? [("registration", page.form["registration"] ?? "")] : [])
    }

    func json(_ answer: TestResponse) throws -> JSONValue {
        try JSONDocument(parsing: Array(answer.body.readableBytesView)).root
    }
}

@Suite("Packages played over HTTP")
struct PackageJourneyTests {
    private func fetch(_ script: ScriptedPackage) async throws -> JSONValue {
        let answer = try await script.house.send(.post, script.page.path(of: "fetch"))
        #expect(answer.status == .ok && answer.headers[.contentType] == "application/json")
        return try script.json(answer)
    }

    @Test(
        "CMI-FETCH-01: CMI-FETCH-02: CMI-FETCH-08: CMI-FETCH-09: A POST from any origin, never cached, 200 even so"
    )
    func fetchDoor() async throws {
        try await ContentHostHouse.with { house in
            let page = try await house.open()
            let path = page.path(of: "fetch")
            #expect(try await house.send(.get, path).status == .methodNotAllowed)
            let origin: HTTPFields = [.origin: "https://elsewhere.example"]
            let preflight = try await house.send(.options, path, headers: origin)
            #expect(preflight.headers[.accessControlAllowOrigin] == "https://elsewhere.example")
            let first = try await house.send(.post, path, headers: origin)
            #expect(first.headers[.cacheControl] == "no-store")
            #expect(first.headers[.accessControlAllowOrigin] == "https://elsewhere.example")
            let script = ScriptedPackage(house: house, page: page)
            #expect(try await fetch(script)["error-code"]?.string == "1")
            let unknown = try await house.send(.post, "/cmi5/fetch/unknown")
            #expect(unknown.status == .ok)
            #expect(try script.json(unknown)["error-code"]?.string == "2")
        }
    }

    @Test(
        "CMI-LD-01: CMI-SES-18: LRS-STATE-16: The sample cmi5 page runs from fetch to terminated and completes its lesson",
        arguments: Engine.underTest)
    func cmi5(engine: Engine) async throws {
        try await ContentHostHouse.with(.cmi5, engine) { house in
            var script = ScriptedPackage(house: house, page: try await house.open())
            #expect(
                try await script.call(.get, "/activities/state", script.state("LMS.LaunchData")).status == .unauthorized
            )
            script.authorization = "Basic " + (try await fetch(script)["auth-token"]?.string ?? "")
            let data = try script.json(try await script.call(.get, "/activities/state", script.state("LMS.LaunchData")))
            #expect(data["moveOn"]?.string == "Completed" && data["launchMode"]?.string == "Normal")
            for method in [HTTPRequest.Method.put, .post, .delete] {
                let state = script.state("LMS.LaunchData")
                #expect(try await script.call(method, "/activities/state", state, body: "{}").status == .forbidden)
            }
            let actor = script.page.form["actor"] ?? ""
            let profile = [("profileId", "cmi5LearnerPreferences"), ("agent", actor)]
            #expect(try await script.call(.get, "/agents/profile", profile).status == .ok)
            let template = data["contextTemplate"]?.node ?? .null
            for verb in ["initialized", "completed", "terminated"] {
                let body = try statement(verb, script, template).text
                #expect(try await script.call(.post, "//statements", body: body).status == .ok)
            }
            #expect(try await house.isMet(0))
            #expect(try await script.call(.get, "/statements").status == .unauthorized)
        }
    }

    private func statement(_ verb: String, _ script: ScriptedPackage, _ template: JSONNode) throws -> JSONNode {
        let ids = verb == "completed" ? [CMI5Category.cmi5, CMI5Category.moveOn] : [CMI5Category.cmi5]
        let categories = ids.map { JSONNode.object([("id", .string($0))]) }
        let results: [String: JSONNode] = [
            "completed": ["completion": true, "duration": "PT5S"], "terminated": ["duration": "PT5S"],
        ]
        return .compactObject([
            ("id", .string("\(script.house.frozen.world.newID())")),
            ("actor", try JSONDocument(parsing: script.page.form["actor"] ?? "").root.node),
            ("verb", ["id": .string("http://adlnet.gov/expapi/verbs/\(verb)")]),
            ("object", ["id": .string(script.page.form["activityId"] ?? "")]), ("result", results[verb]),
            (
                "context",
                [
                    "registration": .string(script.page.form["registration"] ?? ""),
                    "extensions": template["extensions"] ?? .null,
                    "contextActivities": [
                        "grouping": template["contextActivities"]?["grouping"] ?? .null, "category": .array(categories),
                    ],
                ]
            ),
            ("timestamp", .string(script.house.frozen.now.rfc3339)),
        ])
    }

    @Test(
        "CMI-TC-18: CMI-TC-19: CMI-TC-20: The sample in Rise's manner keeps its states and completes by passed",
        arguments: Engine.underTest)
    func tincan(engine: Engine) async throws {
        try await ContentHostHouse.with(.tincan, engine) { house in
            for isFirst in [true, false] {
                var script = ScriptedPackage(house: house, page: try await house.open())
                script.authorization = script.page.form["auth"] ?? ""
                script.version = "1.0.1"
                for id in ["bookmark", "suspend_data", "cumulative_time"] {
                    let answer = try await script.call(.get, "activities/state", script.state(id))
                    #expect(answer.status == (isFirst ? .notFound : .ok))
                    if !isFirst { #expect(String(buffer: answer.body) == "state of \(id)") }
                }
                try await put("attempted", nil, script)
                try await put("experienced", "bowline", script)
                for id in ["bookmark", "suspend_data", "cumulative_time"] {
                    let answer = try await script.call(
                        .put, "activities/state", script.state(id, registration: isFirst), body: "state of \(id)",
                        type: "application/octet-stream")
                    #expect(answer.status == .noContent)
                }
                #expect(try await house.isMet(0) == !isFirst)
                try await put(
                    "passed", nil, script, result: ["success": true, "completion": true], registration: isFirst)
                #expect(try await house.isMet(0))
            }
            let rebuilt = try await RebuildCompletions(house.services).run(
                tenant: ContentHostHouse.tenant, by: .commandLine)
            #expect(rebuilt.changes == 0)
            #expect(try await house.isMet(0))
        }
    }

    private func put(
        _ verb: String, _ lesson: String?, _ script: ScriptedPackage, result: JSONNode? = nil, registration: Bool = true
    ) async throws {
        let id = script.house.frozen.world.newID()
        let root = script.page.form["activity_id"] ?? ""
        let context: JSONNode? = registration ? ["registration": .string(script.page.form["registration"] ?? "")] : nil
        let node = JSONNode.compactObject([
            ("id", .string("\(id)")), ("actor", try JSONDocument(parsing: script.page.form["actor"] ?? "").root.node),
            ("verb", ["id": .string("http://adlnet.gov/expapi/verbs/\(verb)")]),
            ("object", ["id": .string(lesson.map { root + "/" + $0 } ?? root)]), ("result", result),
            ("context", context), ("timestamp", .string(script.house.frozen.now.rfc3339)),
        ])
        let answer = try await script.call(.put, "statements", [("statementId", "\(id)")], body: node.text)
        #expect(answer.status == .noContent)
    }

    @Test("A package's credential is worth nothing for another registration, and a client's nothing on this host")
    func credentials() async throws {
        try await ContentHostHouse.with(.tincan) { house in
            var script = ScriptedPackage(house: house, page: try await house.open())
            script.authorization = script.page.form["auth"] ?? ""
            var foreign = script.state("bookmark", registration: false)
            foreign.append(("registration", "01900000-0000-7000-8000-000000000001"))
            #expect(try await script.call(.get, "activities/state", foreign).status == .forbidden)
            script.authorization = "Basic " + Data("client:secret".utf8).base64EncodedString()
            #expect(try await script.call(.get, "statements").status == .unauthorized)
        }
    }
}
