import CMI5
import Content
import ContentPackages
import Database
import Foundation
import TestWorld
import Testing
import Values

@Suite("Stored packages")
struct PackageStoreTests {
    @Test("A course is stored with its tree and read back in the document's order", arguments: Engine.underTest)
    func roundTrip(engine: Engine) async throws {
        let world = try await ContentWorld(engine)
        let imported = try await world.importCourse()
        let (tenant, version) = (world.tenant, imported.version.id)
        let read = try await world.database.read { try PackageStore(tenant).imported(version: version, in: $0) }
        #expect(read.items == imported.items)
        #expect(read.version == imported.version && read.package == imported.package)
        #expect(read.items.map(\.kind) == [.course, .block, .unit, .unit])
        #expect(read.launchable.map(\.publisherID) == ["https://example.org/au1", "https://example.org/au2"])
        #expect(read.items[1].title == .init("fr", "Bloc"))
        #expect(read.children(of: read.items[0].id).map(\.kind) == [.block, .unit])
    }

    @Test(
        "CMI-LCH-10: CMI-LCH-12: CMI-LST-18: Activity ids are made by us, and stay the same in a new version",
        arguments: Engine.underTest)
    func activityIDs(engine: Engine) async throws {
        let world = try await ContentWorld(engine)
        let first = try await world.importCourse()
        let (tenant, clock, again) = (world.tenant, world.clock.world, world.new(digest: 2))
        let second = try await world.database.write { try PackageStore(tenant).add(again, world: clock, in: $0) }
        #expect(second.items.map(\.activityID) == first.items.map(\.activityID))
        #expect(first.items.allSatisfy { $0.activityID.hasPrefix("https://lectern.example/a/") })
        #expect(Set(first.items.map(\.activityID)).isDisjoint(with: first.items.map(\.publisherID)))
    }

    @Test(
        "CMI-STR-10: The same course id becomes a new version, and the old one's items stay",
        arguments: Engine.underTest)
    func versions(engine: Engine) async throws {
        let world = try await ContentWorld(engine)
        let first = try await world.importCourse()
        let (tenant, clock, again) = (world.tenant, world.clock.world, world.new(digest: 2))
        let second = try await world.database.write { try PackageStore(tenant).add(again, world: clock, in: $0) }
        #expect(second.package.id == first.package.id)
        #expect(first.version.number == 1 && second.version.number == 2)
        let old = try await world.database.read { try PackageStore(tenant).item(first.launchable[0].id, in: $0) }
        #expect(old == first.launchable[0])
        let newest = try await world.database.read { try PackageStore(tenant).list(in: $0).map(\.newest.number) }
        #expect(newest == [2])
    }

    @Test("xAPI packages with one and the same id stay apart", arguments: Engine.underTest)
    func collidingIDs(engine: Engine) async throws {
        let world = try await ContentWorld(engine)
        let content = try tincan("http://Course_ID1")
        let (tenant, clock) = (world.tenant, world.clock.world)
        let (one, two) = (world.new(content, digest: 3), world.new(content, digest: 4))
        let imported = try await world.database.write { tx in
            try [one, two].map { try PackageStore(tenant).add($0, world: clock, in: tx) }
        }
        #expect(imported[0].package.id != imported[1].package.id)
        #expect(imported[0].items.map(\.activityID) == ["http://Course_ID1"])
        let third = world.new(content, digest: 5, package: imported[0].package.id)
        let version = try await world.database.write { try PackageStore(tenant).add(third, world: clock, in: $0) }
        #expect(version.version.number == 2)
    }

    @Test("CMI-SAFE-09: The same file again is found by its digest", arguments: Engine.underTest)
    func repeated(engine: Engine) async throws {
        let world = try await ContentWorld(engine)
        let first = try await world.importCourse()
        let tenant = world.tenant
        let digest = [UInt8](repeating: 1, count: 32)
        let found = try await world.database.read { try PackageStore(tenant).find(digest: digest, in: $0) }
        #expect(found?.version.id == first.version.id && found?.isNew == false)
        let other = try await world.database.read { try PackageStore(TenantID(2)).find(digest: digest, in: $0) }
        #expect(other == nil)
    }

    private func tincan(_ id: String) throws -> CheckedPackage.Content {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        let path = folder.path + "/t.zip"
        let zip = try ZipWriter(file: path, modifiedAt: Instant(unixSeconds: 0))
        let text = """
            <tincan xmlns="http://projecttincan.com/tincan.xsd"><activities><activity id="\(id)"><name>N</name>
            <launch>a.html</launch></activity></activities></tincan>
            """
        try zip.add("tincan.xml", Array(text.utf8))
        try zip.add("a.html", Array("x".utf8))
        try zip.finish()
        return try UploadedPackage(path: path).check().content
    }
}

@Suite("Package files")
struct PackageFilesTests {
    private func package(_ folder: TemporaryFolder, _ name: String = "p.zip") throws -> CheckedPackage {
        let path = folder.path + "/" + name
        let zip = try ZipWriter(file: path, modifiedAt: Instant(unixSeconds: 0))
        let text = """
            <tincan xmlns="http://projecttincan.com/tincan.xsd"><activities><activity id="a:b"><name>N</name>
            <launch>sub/a.html</launch></activity></activities></tincan>
            """
        try zip.add("tincan.xml", Array(text.utf8))
        try zip.add("sub/a.html", Array("page".utf8))
        try zip.finish()
        return try UploadedPackage(path: path).check()
    }

    @Test("CMI-SAFE-09: A package appears whole at its label, and leftovers of a crash are swept away")
    func store() throws {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        let files = PackageFiles(dataFolder: folder.path)
        try files.store(try package(folder), label: "one")
        try files.store(try package(folder, "o.zip"), label: "orphan")
        let place = try #require(files.location(of: "sub/a.html", label: "one"))
        #expect(FileManager.default.contents(atPath: place) == Data("page".utf8))
        files.sweep(known: ["one"], olderThan: 3_600)
        #expect(FileManager.default.fileExists(atPath: folder.path + "/packages/orphan"))
        files.sweep(known: ["one"], olderThan: 0)
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/packages/orphan"))
        #expect(FileManager.default.fileExists(atPath: place))
    }

    @Test(
        "CMI-SAFE-01: A path that leads elsewhere has no place",
        arguments: ["../x", "a/../../x", "/etc/passwd", "", "a//b", "a\\b", "."])
    func paths(path: String) {
        #expect(PackageFiles(dataFolder: "/data").location(of: path, label: "one") == nil)
    }
}
