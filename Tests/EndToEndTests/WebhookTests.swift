import Access
import Database
import DemoData
import DemoJourney
import Foundation
import HTTPTypes
import Hummingbird
import LearningRecords
import NIOCore
import NIOHTTP1
import ServiceWorld
import TestWorld
import Testing
import Values
import Workflows

/// A webhook's receiver that shares no code with the service: it has the raw bytes, the headers and OpenSSL's own tool.
@Suite(.serialized, .timeLimit(.minutes(2))) struct WebhookTests {
    @Test("A receiver checks a webhook's signature over the bytes that came, and every try has the same id")
    func signature() async throws {
        try await RunningService.with { service in
            try await HookReceiver.with { receiver in
                let staff = StaffPrincipal(
                    tenant: DemoTenant.tenant, user: service.services.world.newID(), roles: Roles([.administrator]))
                let added = try await ManageForwarding(service.services).add(
                    ForwardingSettings(name: "Hook", kind: .webhook, url: receiver.url), fromStart: false, by: staff)
                let id = UUID().uuidString.lowercased()
                try await Self.post(id, to: service)
                let first = try #require(await receiver.call(0))
                let again = try #require(await receiver.call(1))
                let key = try #require(Data(base64Encoded: String(added.secret.reveal().dropFirst("whsec_".count))))
                for call in [first, again] {
                    #expect(call.text.contains(id))
                    let signed = Data("\(call.id).\(call.time).".utf8) + Data(call.body)
                    #expect(call.signature == "v1," + (try Self.code(of: signed, key: key)))
                    #expect(try #require(Int64(call.time)) > 1_700_000_000)
                }
                #expect(first.id == again.id && first.body == again.body)
                let other = Data("\(first.id).\(first.time).".utf8) + Data(first.body) + Data(" ".utf8)
                #expect(first.signature != "v1," + (try Self.code(of: other, key: key)))
            }
        }
    }

    private static func post(_ id: String, to service: RunningService) async throws {
        let issued = try await ManageCredentials(service.services).add(
            name: "writer", scopes: XAPIScopes([.all]), tenant: DemoTenant.tenant, by: .commandLine)
        let basic = Data("\(issued.keyID):\(issued.secret.reveal())".utf8).base64EncodedString()
        let statement = """
            {"actor":{"mbox":"mailto:zoë@example.com"},"verb":{"id":"http://example.com/did"},
             "object":{"id":"http://example.com/page"}}
            """
        let answer = try await BrowserClient().send(
            .PUT, service.publicURL + "/xapi/statements?statementId=" + id,
            headers: [
                ("Authorization", "Basic " + basic), ("X-Experience-API-Version", "1.0.3"),
                ("Content-Type", "application/json"),
            ], body: Array(statement.utf8))
        #expect(answer.status == 204, "\(answer.text)")
    }

    /// HMAC-SHA256 by `openssl dgst`, in base64.
    private static func code(of data: Data, key: Data) throws -> String {
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try data.write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        let digits = key.map { String(format: "%02x", $0) }.joined()
        process.arguments = [
            "openssl", "dgst", "-sha256", "-mac", "HMAC", "-macopt", "hexkey:" + digits, "-binary", file.path,
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let code = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return code.base64EncodedString()
    }
}

/// Takes webhooks; answers the first one with 500.
private struct HookReceiver: Sendable {
    struct Call: Sendable {
        var id: String
        var time: String
        var signature: String
        var body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }
    }

    let url: String
    private let calls: Locked<[Call]>

    /// A call by its number, as soon as it has come; nil after half a minute.
    func call(_ number: Int) async -> Call? {
        let end = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < end {
            if let call = calls.withLock({ $0.count > number ? $0[number] : nil }) { return call }
            await Task.yield()
        }
        return nil
    }

    static func with(_ body: @escaping @Sendable (HookReceiver) async throws -> Void) async throws {
        let calls = Locked<[Call]>([])
        let router = Router()
        router.post("hook") { request, _ -> HTTPResponse.Status in
            let bytes = try await request.body.collect(upTo: 1 << 20)
            let header = { (name: String) in HTTPField.Name(name).flatMap { request.headers[$0] } ?? "" }
            let call = Call(
                id: header("webhook-id"), time: header("webhook-timestamp"), signature: header("webhook-signature"),
                body: Array(bytes.readableBytesView))
            let count = calls.withLock { all in
                all.append(call)
                return all.count
            }
            return count == 1 ? .internalServerError : .noContent
        }
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        let app = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { listening.yield($0.localAddress?.port ?? 0) })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await app.run() }
            var iterator = ports.makeAsyncIterator()
            let port = try #require(await iterator.next())
            try await body(HookReceiver(url: "http://127.0.0.1:\(port)/hook", calls: calls))
            group.cancelAll()
        }
    }
}
