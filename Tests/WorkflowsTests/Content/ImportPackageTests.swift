import Access
import Content
import ContentPackages
import Database
import Foundation
import JSON
import LearningRecords
import SampleContent
import TestWorld
import Testing
import Values
import Workflows

@Suite("Importing packages")
struct ImportPackageTests {
    @Test(
        "CMI-SAFE-09: A repeated import finds what is there; CMI-STR-12: a trial changes nothing",
        arguments: Engine.underTest)
    func repeats(engine: Engine) async throws {
        try await ContentHouse.with(engine) { house in
            let path = house.folder.path + "/" + SamplePackage.cmi5.fileName
            let again = try await ImportPackage(house.services).run(
                file: path, tenant: ContentHouse.tenant, by: .commandLine)
            #expect(again.imported?.isNew == false)
            #expect(again.imported?.version.id == house.imported.version.id)
            let other = house.folder.path + "/" + SamplePackage.tincan.fileName
            try Data(SamplePackage.tincan.zip()).write(to: URL(filePath: other))
            var trial = ImportPackage.Options()
            trial.isTrial = true
            let report = try await ImportPackage(house.services).run(
                file: other, tenant: ContentHouse.tenant, by: .commandLine, options: trial)
            #expect(report.imported == nil && report.title == "Knots worth knowing" && report.files == 5)
            let count = try await house.services.database.read {
                try PackageStore(ContentHouse.tenant).list(in: $0).count
            }
            #expect(count == 1)
        }
    }

    @Test("A refused package names every fault and leaves nothing behind")
    func refused() async throws {
        try await ContentHouse.with { house in
            let path = house.folder.path + "/bad.xml"
            let text = """
                <courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">
                <course id="no-scheme"><title><langstring>t</langstring></title></course></courseStructure>
                """
            try Data(text.utf8).write(to: URL(filePath: path))
            let error = await #expect(throws: ServiceError.self) {
                _ = try await ImportPackage(house.services).run(file: path, tenant: ContentHouse.tenant, by: .service)
            }
            #expect(error?.code == .unprocessable && (error?.faults.count ?? 0) >= 3)
            let folders = try FileManager.default.contentsOfDirectory(atPath: house.folder.path + "/packages")
            #expect(folders == [house.imported.version.label])
        }
    }

    @Test("CMI-STR-11: CMI-TC-07: Canonical definitions of all activities are in the LRS after the import")
    func definitions() async throws {
        try await ContentHouse.with(.sqlite, .tincan) { house in
            let names = try await house.services.database.read { tx in
                let store = ActivityStore(ContentHouse.tenant)
                return try ["", "/bowline", "/sheet-bend"].map { suffix in
                    try store.definition(of: "http://kN0tsW0rthKn0wing_course_id" + suffix, in: tx)?["name"]?
                        .members.first { _ in true }?.value.string
                }
            }
            #expect(names == ["Knots worth knowing", "The bowline", "The sheet bend"])
        }
    }
}

@Suite("Removing packages")
struct RemovePackageTests {
    @Test("CMI-SAFE-10: A removed version keeps its files for a week and its titles for ever")
    func remove() async throws {
        try await ContentHouse.with { house in
            let version = house.imported.version
            let path = house.folder.path + "/packages/" + version.label
            let remove = RemovePackage(house.services)
            try await remove.run(version: version.id, tenant: ContentHouse.tenant, by: .commandLine)
            // The sweep spares young folders; this one is made to look old.
            let old: [FileAttributeKey: Any] = [.modificationDate: Date(timeIntervalSince1970: 0)]
            try FileManager.default.setAttributes(old, ofItemAtPath: path)
            house.frozen.advance(days: 6)
            try await remove.sweepFiles()
            #expect(FileManager.default.fileExists(atPath: path))
            house.frozen.advance(days: 2)
            try await remove.sweepFiles()
            #expect(!FileManager.default.fileExists(atPath: path))
            let items = try await house.services.database.read {
                try PackageStore(ContentHouse.tenant).items(version: version.id, in: $0).map { $0.title.text() }
            }
            #expect(items.contains("What makes the tides"))
        }
    }
}
