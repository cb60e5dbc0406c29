import Cryptography
import Foundation
import LearningRecords
import TestWorld
import Testing
import Values
import XAPI

@Suite("Data of attachments on disk") struct AttachmentFilesTests {
    private static let tenant = TenantID(1)
    private let folder = TemporaryFolder()
    private var files: AttachmentFiles { AttachmentFiles(dataFolder: folder.path) }

    private func receive(_ text: String, hash: AttachmentHash? = nil) throws -> ReceivedMultipart {
        let own = try #require(AttachmentHash(Hexadecimal.encode(Digest.sha256(Array(text.utf8)))))
        let boundary = try #require(MultipartBoundary("b"))
        let intake = AttachmentIntake(boundary: boundary, files: files, statementLimit: 1_000) {
            UUID().uuidString
        }
        let body = """
            --b\r\nContent-Type: application/json\r\n\r\n{}\r\n--b\r\n\
            X-Experience-API-Hash: \((hash ?? own).text)\r\n\r\n\(text)\r\n--b--
            """
        do {
            try intake.take(Array(body.utf8))
            return try intake.finish()
        } catch {
            intake.discard()
            throw error
        }
    }

    private var incoming: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder.path + "/attachments/incoming")) ?? []
    }

    private func sweep(
        after seconds: Int64, carried: @escaping @Sendable (Set<AttachmentHash>) -> Set<AttachmentHash> = { _ in [] }
    ) async throws -> Int {
        let now = Instant(unixSeconds: Int64(Date().timeIntervalSince1970) + seconds)
        return try await files.sweep(olderThan: 100, now: now) { hashes, _ in carried(hashes) }
    }

    @Test("Received data is kept under its hash, and the same again takes no more room")
    func keeps() throws {
        for _ in 0..<2 {
            let received = try receive("one")
            try files.keep(received.attachments, Self.tenant)
            #expect(files.size(of: received.attachments[0].hash, Self.tenant) == 3)
            #expect(incoming.isEmpty)
        }
    }

    @Test("Data with another hash is refused, and leaves nothing")
    func otherHash() throws {
        let other = try #require(AttachmentHash(String(repeating: "ab", count: 32)))
        #expect(throws: ServiceError.self) { try receive("one", hash: other) }
        #expect(incoming.isEmpty)
    }

    @Test("A sweep removes what no statement carries, once it is old, and nothing else")
    func sweeps() async throws {
        let kept = try receive("carried").attachments
        let orphan = try receive("orphan").attachments
        try files.keep(kept + orphan, Self.tenant)
        let broken = try receive("never kept").attachments
        let wanted = kept[0].hash
        #expect(try await sweep(after: 0) { $0.intersection([wanted]) } == 0, "all are young")
        #expect(try await sweep(after: 200) { $0.intersection([wanted]) } == 2)
        #expect(files.size(of: wanted, Self.tenant) == 7)
        #expect(files.size(of: orphan[0].hash, Self.tenant) == nil)
        #expect(!FileManager.default.fileExists(atPath: broken[0].file))
    }

    @Test("Data that a statement takes up while a sweep looks isn't lost")
    func race() async throws {
        let received = try receive("taken up").attachments
        try files.keep(received, Self.tenant)
        let looks = Locked(0)
        let removed = try await sweep(after: 200) { hashes in
            looks.withLock { looks in
                looks += 1
                return looks == 1 ? [] : hashes
            }
        }
        #expect(removed == 0)
        #expect(files.size(of: received[0].hash, Self.tenant) == 8)
    }

    @Test("A sweep that broke off between its steps loses nothing that is carried")
    func broken() async throws {
        let received = try receive("moved aside").attachments
        try files.keep(received, Self.tenant)
        let hash = received[0].hash
        try FileManager.default.moveItem(
            atPath: files.location(of: hash, Self.tenant),
            toPath: folder.path + "/attachments/incoming/removed-1-\(hash.text)")
        #expect(try await sweep(after: 200) { $0 } == 0)
        #expect(files.size(of: hash, Self.tenant) == 11)
    }

    @Test("A part that is complete isn't swept away while the request's next part still comes")
    func longUpload() async throws {
        let data = [Array("first".utf8), Array("second".utf8)]
        let intake = AttachmentIntake(
            boundary: try #require(MultipartBoundary("b")), files: files, statementLimit: 1_000, touching: .zero
        ) { UUID().uuidString }
        let head = "--b\r\nContent-Type: application/json\r\n\r\n{}"
        let parts = data.map { data in
            let hash = Hexadecimal.encode(Digest.sha256(data))
            return "\r\n--b\r\nX-Experience-API-Hash: \(hash)\r\n\r\n" + String(decoding: data, as: UTF8.self)
        }
        try intake.take(Array((head + parts[0] + parts[1].prefix(40)).utf8))
        let first = try #require(incoming.first)
        let past = Date(timeIntervalSinceNow: -5_000)
        try FileManager.default.setAttributes(
            [.modificationDate: past], ofItemAtPath: folder.path + "/attachments/incoming/" + first)
        try intake.take(Array(parts[1].dropFirst(40).utf8))
        #expect(try await sweep(after: 0) == 0)
        try intake.take(Array("\r\n--b--".utf8))
        try files.keep(try intake.finish().attachments, Self.tenant)
        for data in data {
            let hash = try #require(AttachmentHash(Hexadecimal.encode(Digest.sha256(data))))
            #expect(files.size(of: hash, Self.tenant) == Int64(data.count))
        }
    }
}
