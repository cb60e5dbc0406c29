import Cohorts
import Database
import Exports
import TestWorld
import Testing
import Values
import XAPI

@Suite("The compliance report, byte for byte")
struct ComplianceGoldenTests {
    static let golden = #"""
        00000000-0000-0005-0000-000000000001,000123,'@Lovelace,"Ada, Countess",,,,SAFE-1,Safety,1,self-paced,\#
        "Spring ""A""",en,2026-11-19T09:15:30+01:00,2027-01-01T00:00:00+01:00,2026-11-18T12:06:40+01:00,\#
        2026-11-20T12:06:40+01:00,completed,1,true,0.5,5,10,,,2026-11-20,,,,,,,,\#
        00000000-0000-0007-0000-000000000002,2026-11-20T12:06:41+01:00,\#
        0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f,false,content,,,Europe/Paris,,\#
        01a1f2e0-04d0-7638-ace3-aff0c0202dbc,,S-1,O-1,O-1.B
        """#

    @Test("GDPR-CSV-12: A known record gives the golden file", arguments: Engine.underTest)
    func golden(engine: Engine) async throws {
        let world = try await CohortsWorld(engine)
        let zone = try #require(CohortZone("Europe/Paris"))
        let cohort = try await world.cohort("Spring \"A\"") {
            $0.intent.endsAt = Instant(rfc3339: "2026-12-31T23:00:00Z")
            $0.zone = zone
        }
        let enrolment = try await world.enrolled(CohortsWorld.person(1), in: cohort)
        let facts = (0..<3).map { number in
            Facts.fact(
                UInt64(number), VerbID.passed, on: CohortsWorld.activities[number], at: Int64(number) * 86_400,
                number == 1 ? ResultFacts(scaled: 0.5, raw: 5, min: 0, max: 10) : ResultFacts(),
                registration: enrolment.id)
        }
        try await world.apply(facts, to: enrolment)
        let bytes = try await world.database.read { tx in
            var bytes: [UInt8] = []
            var writer = try CSVWriter(ComplianceColumns.names, .spreadsheet(zone: zone)) { bytes += $0 }
            try ComplianceRecords(tenant: CohortsWorld.tenant, cohort: cohort.id).forEach(in: tx) { record in
                let person = ReportedPerson(
                    employeeNumber: "000123", familyName: "@Lovelace", givenName: "Ada, Countess", email: nil,
                    sourcedID: "S-1")
                let evidence = ReportedEvidence(
                    storedAt: Facts.moment(172_801), sha256: String(repeating: "0f", count: 32), isSigned: false)
                var line = ComplianceLine(
                    record: record, person: person, evidence: evidence, zone: zone, now: world.frozen.now)
                line.sourcedCourse = SourcedCourse(offering: "O-1", section: "O-1.B")
                try writer.write(ComplianceColumns.cells(line))
            }
            try writer.finish()
            return bytes
        }
        #expect(bytes.prefix(3) == [0xEF, 0xBB, 0xBF])
        let line = String(decoding: bytes.dropFirst(3), as: UTF8.self).split(separator: "\r\n")[1]
        #expect(String(line) == Self.golden)
    }
}
