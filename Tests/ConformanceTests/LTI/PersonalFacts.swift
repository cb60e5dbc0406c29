import Access
import Cohorts
import Connections
import ContentPackages
import Database
import DemoData
import DemoJourney
import Foundation
import PersonalData
import ServiceWorld
import TestWorld
import Testing
import Values
import Workflows

extension RunningService {
    /// The report of completions as an administrator downloads it: a dictionary by column for each line.
    func completions() async throws -> [[String: String]] {
        let admin = try await PickerVisit.administrator(of: self)
        let page = try await admin.get(publicURL + "/admin/exports")
        let made = try await admin.submit(page.form(to: "/completions"), adding: [("purpose", "audit")])
        try #require(made.status == 200)
        let folder = TemporaryFolder()
        let path = folder.path + "/completions.zip"
        try Data(made.body).write(to: URL(filePath: path))
        var bytes: [UInt8] = []
        try ZipReader(path: path).forEach { name, read in
            if name == "completions.csv" { try read { bytes += $0 } }
        }
        let lines = String(decoding: bytes.dropFirst(3), as: UTF8.self).split(separator: "\r\n").map { line in
            line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let header = try #require(lines.first)
        try #require(lines.allSatisfy { $0.count == header.count })
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
    }

    /// The page of a learner as an administrator sees it.
    func learnerPage(_ user: String) async throws -> String {
        let person = try await person(user)
        let enrolment = try #require(try await enrolments().first { $0.person == person })
        let page = try await PickerVisit.administrator(of: self).get(publicURL + "/admin/enrolments/\(enrolment.id)")
        try #require(page.status == 200)
        return page.text
    }

    /// A file of what is handed out to somebody about themselves.
    func handedOut(_ path: String, to user: String) async throws -> String {
        let (services, reference) = (services, try await reference(to: user))
        return try await services.database.read { tx in
            var found = ""
            try services.personalData.export(reference, from: tx) { item in
                if item.path == path { found = String(decoding: item.bytes, as: UTF8.self) }
            }
            return found
        }
    }

    func erase(_ user: String) async throws {
        let (services, reference) = (services, try await reference(to: user))
        try await services.database.write { tx in
            _ = try services.personalData.erase(reference, in: tx, at: services.world.now())
        }
    }

    /// From now on the platform's names and addresses aren't kept.
    func keepNoProfiles() async throws {
        let now = services.world.now()
        var changed = try await newest()
        changed.keepsProfiles = false
        let new = changed
        _ = try await services.database.write { try Registrations.save(new, in: $0, now: now) }
    }

    private func reference(to user: String) async throws -> PersonReference {
        let (services, id) = (services, try #require(try await person(user)))
        return try await services.database.read { tx in
            let people = People(vault: services.vault, world: services.world)
            let person = try #require(try people.find(id, of: DemoTenant.tenant, in: tx))
            return try people.reference(to: person, publicURL: services.settings.publicURL, in: tx)
        }
    }
}
