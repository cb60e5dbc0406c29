import Access
import Cryptography
import Database
import Exports
import Foundation
import JSON
import LearningRecords
import Privacy
import TestWorld
import Testing
import Values
import Workflows
import XAPI

/// A statement that refers to somebody's is found where that one is found, but it isn't theirs, nor is what it carries.
@Suite("Other people's attachments")
struct OthersAttachmentsTests {
    /// Ada's statement with a file; Bob's about it, with a file of his own and a signature that lies elsewhere.
    private struct Scene {
        let (ada, bob): (UUID16, UUID16)
        let (adas, bobs): (AttachmentHash, AttachmentHash)

        init(_ world: PrivacyWorld) async throws {
            ada = world.services.world.newID()
            bob = world.services.world.newID()
            let folder = world.path("data")
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
            adas = try Self.write("Ada's essay", to: folder)
            bobs = try Self.write("Bob's review", to: folder)
            let account: JSONNode = [
                "account": ["homePage": .string(PrivacyWorld.publicURL), "name": .string(world.ada.accountName)]
            ]
            let signature: JSONNode = [
                "usageType": .string(AttachmentFacts.signatureUsageType), "display": ["en": "Signature"],
                "contentType": "application/octet-stream", "length": 1, "fileUrl": "https://signatures.example/1",
                "sha2": .string(Hexadecimal.encode(Digest.sha256(Array("elsewhere".utf8)))),
            ]
            let lines = [
                Self.statement(ada, account, ["id": "https://content.example/essay"], [Self.attachment(adas)]),
                Self.statement(
                    bob, ["mbox": "mailto:bob@school.example"],
                    ["objectType": "StatementRef", "id": .string(ada.description)], [Self.attachment(bobs), signature]),
            ]
            let file = world.path("in.ndjson")
            try Data(lines.map { $0.text + "\n" }.joined().utf8).write(to: URL(filePath: file))
            var options = ImportStatements.Options()
            options.attachments = folder
            let report = try await ImportStatements(world.services).run(
                file: file, options: options, tenant: PrivacyWorld.tenant, by: .commandLine)
            #expect(report.stored == 2)
        }

        private static func write(_ text: String, to folder: String) throws -> AttachmentHash {
            let bytes = Array(text.utf8)
            let hash = try #require(AttachmentHash(Hexadecimal.encode(Digest.sha256(bytes))))
            try Data(bytes).write(to: URL(filePath: folder + "/" + hash.text))
            return hash
        }

        private static func attachment(_ hash: AttachmentHash) -> JSONNode {
            [
                "usageType": "https://content.example/file", "display": ["en": "File"], "contentType": "text/plain",
                "length": 10, "sha2": .string(hash.text),
            ]
        }

        private static func statement(
            _ id: UUID16, _ actor: JSONNode, _ object: JSONNode, _ attachments: [JSONNode]
        ) -> JSONNode {
            [
                "id": .string(id.description), "actor": actor, "verb": ["id": "https://content.example/wrote"],
                "object": object, "attachments": .array(attachments), "version": "1.0.0",
            ]
        }

        func carried(by statement: UUID16, _ world: PrivacyWorld) async throws -> Set<AttachmentHash> {
            try await world.services.database.read { tx in
                try AttachmentStore(PrivacyWorld.tenant).carried(by: [statement], in: tx)
            }
        }
    }

    @Test("A person's package holds the data of their own statements alone", arguments: Engine.underTest)
    func package(engine: Engine) async throws {
        try await PrivacyWorld.with(engine) { world in
            let scene = try await Scene(world)
            let made = try await AnswerDataRequest(world.services).package(
                of: .email("ada@school.example"), to: world.path("package.zip"), tenant: PrivacyWorld.tenant,
                by: .commandLine)
            let data = made.files.map(\.name).filter { $0.hasPrefix("xapi/attachments/") }
            #expect(data == ["xapi/attachments/" + scene.adas.text])
            #expect(made.files.first { $0.name == "xapi/attachments.json" }?.rows == 1)
        }
    }

    @Test("An erasure leaves the data and signatures of those who spoke of the person's", arguments: Engine.underTest)
    func erasure(engine: Engine) async throws {
        try await PrivacyWorld.with(engine) { world in
            let scene = try await Scene(world)
            let erasing = ErasePerson(world.services)
            let request = try await erasing.request(
                .id(world.ada.id), ground: .objection, tenant: PrivacyWorld.tenant, by: .commandLine)
            for principal in world.privacy { _ = try await erasing.approve(request.id, by: principal) }
            world.frozen.advance(days: 1)
            _ = try await erasing.execute(
                request.id, confirmation: request.number, tenant: PrivacyWorld.tenant, by: .commandLine)
            try await SweepAttachments(world.services).run(olderThan: -4_000_000_000)
            let files = world.services.attachmentFiles
            #expect(try await scene.carried(by: scene.ada, world) == [])
            #expect(files.size(of: scene.adas, PrivacyWorld.tenant) == nil)
            #expect(try await scene.carried(by: scene.bob, world) == [scene.bobs])
            #expect(files.size(of: scene.bobs, PrivacyWorld.tenant) != nil)
            let signatures = try await world.services.database.read { tx in
                try AttachmentStore(PrivacyWorld.tenant).signatures(of: scene.bob, in: tx).map(\.finding)
            }
            #expect(signatures == ["unseen"])
        }
    }
}
