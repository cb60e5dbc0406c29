import Access
import Database
import DemoData
import Foundation
import JSON
import NIOHTTP1
import ServiceWorld
import TestWorld
import Testing
import Values
import Workflows
import XAPI

/// Rights that go beyond `all`, and answers in gzip, over HTTP.
extension LRSConformance {
    @Suite struct FurtherRights {
        @Test(
            "LRS-AUTHY-06: a credential with that right alone keeps the authority that its statements name",
            arguments: LRSWorld.all)
        func authority(_ world: LRSWorld) async throws {
            let named: JSONNode = [
                "objectType": "Agent", "account": ["homePage": "http://other.example", "name": "lrs"],
            ]
            let statement = Fresh.statement().adding("authority", named)
            for (scopes, isKept) in [([XAPIScope.all], false), ([.all, .keepAuthority], true)] {
                let issued = try await HeldService.credential(Set(scopes), in: try world.service)
                let client = LRSClient(service: try world.service, credential: issued, version: world.version)
                let id = try await client.record(statement)
                let account = try await client.statement(id)["authority"]?["account"]
                #expect(account?["name"]?.string == (isKept ? "lrs" : issued.keyID))
                let own = try await client.statement(try await client.record(Fresh.statement()))
                #expect(own["authority"]?["account"]?["name"]?.string == issued.keyID)
            }
        }

        @Test(
            "LRS-AGT-05: who has the right sees all identifiers of a person joined, everybody else the one asked for",
            arguments: LRSWorld.all)
        func joined(_ world: LRSWorld) async throws {
            let service = try world.service
            let (services, address) = (service.services, "joined-\(world.version.rawValue)@example.com")
            let issuer = "https://lms-\(world.version.rawValue).example"
            try await services.database.write { tx in
                let (people, now) = (People(vault: services.vault, world: services.world), services.world.now())
                let person = try people.findOrCreate(
                    .lti(issuer: issuer, subject: "ann-1"), of: DemoTenant.tenant,
                    profile: PersonProfile(name: "Ann"), source: .launch, in: tx, now: now)
                try people.addIdentifier(.email(address), to: person, source: .launch, in: tx, now: now)
            }
            let asked = #"{"mbox":"mailto:\#(address)"}"#
            let plain = try await world.client.get("agents", [("agent", asked)])
            #expect(plain.text.contains(address) && !plain.text.contains("ann-1"))
            let issued = try await HeldService.credential([.all, .mergeAgents], in: service)
            let client = LRSClient(service: service, credential: issued, version: world.version)
            let person = try await client.get("agents", [("agent", asked)]).json
            #expect(person["objectType"]?.string == "Person")
            #expect(person["mbox"]?[0]?.string == "mailto:" + address)
            let accounts = person["account"].map { Array($0.elements) } ?? []
            #expect(accounts.contains { $0["homePage"]?.string == issuer && $0["name"]?.string == "ann-1" })
            let stranger = try await client.get("agents", [("agent", #"{"mbox":"mailto:nobody@example.com"}"#)]).json
            #expect(stranger["mbox"]?.count == 1 && stranger["account"] == nil)
        }

        @Test(
            "LRS-HDR-09: answers over 1 kB come in gzip when asked for, with a strong tag of their own that If-Match takes",
            arguments: LRSWorld.all)
        func gzip(_ world: LRSWorld) async throws {
            let client = try world.client
            let place = DocumentPlace.all()[0]
            let text = Array(#"{"text":"\#(String(repeating: "na ", count: 900))"}"#.utf8)
            let parameters = place.owner + [(place.idName, "packed-\(world.version.rawValue)")]
            func get(_ encoding: String?, _ more: [(String, String)] = []) async throws -> LRSAnswer {
                try await client.send(
                    .GET, place.resource, parameters,
                    headers: (encoding.map { [("Accept-Encoding", $0)] } ?? []) + more)
            }
            let stored = try await client.send(
                .PUT, place.resource, parameters, body: text, headers: [("If-None-Match", "*")])
            #expect(stored.status == 204)
            let plain = try await get(nil)
            #expect(plain.bytes == text && plain["Content-Encoding"] == nil)
            for encoding in ["identity", "gzip;q=0", "br"] { #expect(try await get(encoding).bytes == text) }
            let packed = try await get("br, gzip;q=0.5")
            let (tag, plainTag) = (try #require(packed["ETag"]), try #require(plain["ETag"]))
            #expect(packed["Content-Encoding"] == "gzip" && packed["Vary"]?.contains("Accept-Encoding") == true)
            #expect(tag == plainTag.dropLast() + "-gzip\"" && !tag.hasPrefix("W/"))
            #expect(packed["Content-Length"] == "\(packed.bytes.count)" && packed.bytes.count < 300)
            #expect(try Self.unpacked(packed.bytes) == text)
            #expect(try await get("gzip").bytes == packed.bytes, "a strong tag means the same bytes")
            #expect(try await get("gzip", [("If-None-Match", tag)]).status == 304)
            let wrong = try await client.send(
                .PUT, place.resource, parameters, body: text, headers: [("If-Match", "\"0-gzip\"")])
            #expect(wrong.status == 412)
            let changed = try await client.send(
                .PUT, place.resource, parameters, body: [0x31], headers: [("If-Match", tag)])
            #expect(changed.status == 204)
            #expect(try await get("gzip")["Content-Encoding"] == nil, "one byte isn't worth it")
            for _ in 0..<4 { try await client.record(Fresh.statement()) }
            let list = try await client.send(
                .GET, "statements", [("limit", "4")], headers: [("Accept-Encoding", "gzip")])
            #expect(list["Content-Encoding"] == "gzip")
            #expect(try JSONDocument(parsing: Self.unpacked(list.bytes)).root["statements"]?.count == 4)
        }

        /// By the system's own gzip.
        private static func unpacked(_ bytes: [UInt8]) throws -> [UInt8] {
            let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString + ".gz")
            try Data(bytes).write(to: file)
            defer { try? FileManager.default.removeItem(at: file) }
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = ["gzip", "-dc", file.path]
            let pipe = Pipe()
            process.standardOutput = pipe
            try process.run()
            let out = pipe.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
            return Array(out)
        }
    }
}
