import Database
import DemoJourney
import Foundation
import JSON
import NIOHTTP1
import ServiceWorld
import TestWorld
import Testing

/// A disk that is full in the middle of the work (design D2, D14).
@Suite(.serialized, .enabled(if: geteuid() == 0, "a small disk can only be mounted as root"))
struct FullDiskTests {
    @Test("LRS-ERR-13: on a full disk a batch is refused whole with 503, and goes in once there is room again")
    func fullDisk() async throws {
        try await ServiceApart.with(.sqlite) { service in
            let disk = try await SmallDisk.replacing(service.place.folder.path + "/data", megabytes: 24)
            defer { disk.unmount() }
            try disk.fill(leaving: 2 << 20)
            try await service.start()
            var stored: [String] = []
            var refused: Batch?
            for number in 0..<200 where refused == nil {
                let batch = Batch(number)
                let answer = try await batch.post(to: service)
                if answer.status == 200 {
                    stored += batch.ids
                } else {
                    #expect(answer.status == 503, "\(answer.text)")
                    #expect(answer.headers.first(name: "Retry-After") != nil)
                    refused = batch
                }
            }
            let first = try #require(refused, "the disk never got full")
            #expect(!stored.isEmpty)
            try await expect(first.ids, 404, in: service)
            try await expect(stored, 200, in: service)
            disk.makeRoom()
            #expect(try await first.post(to: service).status == 200)
            try await expect(stored + first.ids, 200, in: service)
            service.process.kill()
        }
    }

    private func expect(_ ids: [String], _ status: Int, in service: ServiceApart) async throws {
        let client = BrowserClient()
        for id in ids {
            let answer = try await client.send(
                .GET, service.place.publicURL + "/xapi/statements?statementId=" + id, headers: service.headers)
            #expect(answer.status == status, "\(id)")
        }
    }
}

/// Ten statements of 20 KB each.
private struct Batch {
    let ids = (0..<10).map { _ in UUID().uuidString.lowercased() }
    private let number: Int

    init(_ number: Int) { self.number = number }

    func post(to service: ServiceApart) async throws -> Page {
        let padding = JSONNode.string(String(repeating: "x", count: 20_000))
        let statements = ids.map { id -> JSONNode in
            [
                "id": .string(id), "actor": ["mbox": .string("mailto:batch-\(number)@writers.example")],
                "verb": ["id": "http://adlnet.gov/expapi/verbs/experienced"],
                "object": ["id": "https://writers.example/page"],
                "context": ["extensions": ["https://writers.example/padding": padding]],
            ]
        }
        return try await BrowserClient().send(
            .POST, service.place.publicURL + "/xapi/statements", headers: service.headers,
            body: JSONNode.array(statements).serialized)
    }
}

/// A folder moved to a small file system of its own.
private struct SmallDisk {
    private let folder: String
    private var filler: String { folder + "/filler" }

    /// Keeps what is in the folder.
    static func replacing(_ folder: String, megabytes: Int) async throws -> SmallDisk {
        let aside = folder + "-aside"
        try FileManager.default.moveItem(atPath: folder, toPath: aside)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let status = mount("tmpfs", folder, "tmpfs", 0, "size=\(megabytes)m")
        guard status == 0 else { throw BrowserClient.Failure(description: "no small disk: errno \(errno)") }
        for name in try FileManager.default.contentsOfDirectory(atPath: aside) {
            try FileManager.default.copyItem(atPath: aside + "/" + name, toPath: folder + "/" + name)
        }
        return SmallDisk(folder: folder)
    }

    func fill(leaving free: Int) throws {
        let attributes = try FileManager.default.attributesOfFileSystem(forPath: folder)
        let now = (attributes[.systemFreeSize] as? NSNumber)?.intValue ?? 0
        try Data(count: max(0, now - free)).write(to: URL(filePath: filler))
    }

    func makeRoom() { try? FileManager.default.removeItem(atPath: filler) }

    func unmount() { umount2(folder, Int32(MNT_DETACH)) }
}
