import AsyncHTTPClient
import Cryptography
package import JSON
import NIOCore
import NIOHTTP1
import Values

/// A notice of the demo LMS (Platform Notification Service 1.0).
package struct DemoNotice: Sendable {
    package var id: String
    package var type: String
    /// Beside those that every notice has; with nil as value a claim is left out.
    package var claims: [(name: String, value: JSONNode?)]
    package var tampering = LaunchTampering()

    package init(id: String, type: String, claims: [(name: String, value: JSONNode?)] = []) {
        self.id = id
        self.type = type
        self.claims = claims
    }

    /// A course that was copied.
    package static func contextCopy(id: String, of origins: [String], to context: DemoContext) -> DemoNotice {
        DemoNotice(
            id: id, type: "LtiContextCopyNotice",
            claims: [
                ("https://purl.imsglobal.org/spec/lti/claim/context", context.node),
                (
                    "https://purl.imsglobal.org/spec/lti/claim/origin_contexts",
                    .array(origins.map(JSONNode.string))
                ),
            ])
    }
}

/// A course of the demo LMS.
package struct DemoContext: Sendable {
    package var id: String
    package var title: String
    /// The courses that it was copied from, the newest first.
    package var history: [String]

    package init(id: String, title: String, history: [String] = []) {
        self.id = id
        self.title = title
        self.history = history
    }

    var node: JSONNode {
        [
            "id": .string(id), "label": .string(id.uppercased()), "title": .string(title),
            "type": ["http://purl.imsglobal.org/vocab/lis/v2/course#CourseOffering"],
        ]
    }
}

extension DemoPlatform {
    package nonisolated static var noticeTypes: [String] {
        ["LtiHelloWorldNotice", "LtiContextCopyNotice", "LtiAssetProcessorSubmissionNotice"]
    }

    nonisolated var noticeHandlersURL: String { baseURL + "/api/notice-handlers/7" }

    /// Copies the course with its links, and tells the tool when it asked for that.
    /// - Parameter announcing: false for a platform whose notice is lost.
    package func copyCourse(to context: DemoContext, announcing: Bool = true) async throws {
        var copy = context
        copy.history = [contextID]
        for link in links where link.context == nil {
            var new = DemoLink(id: link.id + "-" + context.id, title: link.title, custom: link.custom, url: link.url)
            new.history = [link.id] + link.history
            new.context = copy
            add(new)
        }
        let notice = DemoNotice.contextCopy(id: "copy-" + context.id, of: [contextID], to: context)
        if announcing { _ = try await send([notice]) }
    }

    /// The signed token of a notice.
    package func token(of notice: DemoNotice) throws -> String {
        let base = "https://purl.imsglobal.org/spec/lti/claim/"
        let (client, now) = (tool?.clientID ?? "", world.now())
        var claims: [(String, JSONNode)] = [
            ("iss", .string(issuer)), ("aud", .string(client)), ("azp", .string(client)),
            ("iat", .number(String(now.unixSeconds))), ("exp", .number(String(now.unixSeconds + 3_600))),
            ("nonce", .string(world.newSecret())), (base + "version", "1.3.0"),
            (base + "deployment_id", .string(profile.deploymentID)),
            (
                base + "notice",
                ["id": .string(notice.id), "timestamp": .string(now.rfc3339), "type": .string(notice.type)]
            ),
        ]
        for change in notice.claims {
            claims.removeAll { $0.0 == change.name }
            if let value = change.value { claims.append((change.name, value)) }
        }
        if let raw = notice.tampering.rawToken { return raw }
        return try TokenForgery(publicKey: signingKey.publicKey).sign(
            claims, with: signingKey, tampering: notice.tampering)
    }

    /// Posts notices to the handler of the first one's type.
    /// - Returns: the tool's status; nil when it asked for no such notices.
    @discardableResult
    package func send(_ notices: [DemoNotice]) async throws -> Int? {
        guard let type = notices.first?.type, let handler = noticeHandlers[type] else { return nil }
        return try await post(notices.map { try token(of: $0) }, to: handler)
    }

    /// Posts a batch of tokens as they are.
    package nonisolated func post(_ tokens: [String], to handler: String) async throws -> Int {
        var request = HTTPClientRequest(url: handler)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        let batch: JSONNode = ["notices": .array(tokens.map { ["jwt": .string($0)] })]
        request.body = .bytes(ByteBuffer(bytes: batch.serialized))
        return Int(try await HTTPClient.shared.execute(request, timeout: .seconds(30)).status.code)
    }

    func set(noticeHandler handler: String, for type: String) {
        noticeHandlers[type] = handler.isEmpty ? nil : handler
    }
}
