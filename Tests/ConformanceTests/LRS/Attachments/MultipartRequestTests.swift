import Cryptography
import Database
import DemoJourney
import JSON
import NIOHTTP1
import TestWorld
import Testing
import Values

/// Statements and their data on the way in (xAPI 1.0.3 part 3 §1.5; IEEE 9274.1.1 §4.1.3), over HTTP.
@Suite(.serialized) struct MultipartRequestTests {
    @Test(
        "LRS-CT-01, LRS-CT-02, LRS-CT-03: plain JSON is taken without attachments or with fileUrl, refused without either",
        arguments: Engine.underTest)
    func plainJSON(engine: Engine) async throws {
        try await LRSVisitor.inBothVersions(engine) { (lrs: LRSVisitor) async throws in
            let data = TestData("one")
            let none = try await lrs.post(json: [Saying.statement(), Saying.statement()])
            #expect(none.status == 200)
            let url = data.attachment(fileURL: "http://example.com/one.txt")
            #expect(try await lrs.post(json: [Saying.statement(attachments: [url])]).status == 200)
            let verb = "http://example.com/refused/" + lrs.version
            let bare = Saying.statement(verb: verb, attachments: [url, data.attachment()])
            let refused = try await lrs.post(json: [Saying.statement(verb: verb), bare])
            #expect(refused.status == 400 && refused.text.contains("/1/attachments/1"))
            #expect(try await lrs.count(verb: verb) == 0)
        }
    }

    @Test(
        "LRS-CT-04, LRS-CT-22: what comes as multipart/mixed goes out as multipart/mixed with the same bytes, by PUT and POST",
        arguments: Engine.underTest)
    func roundTrip(engine: Engine) async throws {
        try await LRSVisitor.inBothVersions(engine) { (lrs: LRSVisitor) async throws in
            let data = TestData((0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 7) }, type: "image/png")
            for method in ["POST", "PUT"] {
                let id = Saying.id()
                let body = MultipartBody(Saying.statement(id, attachments: [data.attachment()]), [data])
                let sent = try await lrs.send(
                    method == "PUT" ? .PUT : .POST, "statements", method == "PUT" ? [("statementId", id)] : [],
                    type: body.contentType, body: body.bytes)
                #expect(sent.status == (method == "PUT" ? 204 : 200), "\(sent.text)")
                let back = try await lrs.fetch(id)
                #expect(back.page.status == 200)
                #expect(back.parts.count == 2)
                #expect(back.parts[0].headers == ["content-type": "application/json"])
                #expect(
                    back.parts[1].headers == [
                        "content-type": "image/png", "content-transfer-encoding": "binary",
                        "x-experience-api-hash": data.sha2,
                    ])
                #expect(back.data == [data.sha2: data.bytes])
                #expect(
                    back.page.body.ranges(of: Array(data.sha2.utf8)).count == 2, "in the property and in the header")
            }
        }
    }

    @Test("LRS-CT-05, LRS-CT-06: multipart without data is taken, with fileUrl or without attachments")
    func withoutData() async throws {
        try await LRSVisitor.inBothVersions { (lrs: LRSVisitor) async throws in
            #expect(try await lrs.post(MultipartBody(Saying.statement())).status == 200)
            let url = TestData("one").attachment(fileURL: "http://example.com/one.txt")
            #expect(try await lrs.post(MultipartBody([Saying.statement(attachments: [url])])).status == 200)
        }
    }

    @Test("LRS-CT-07: statements with attachments in any other content type are refused")
    func otherTypes() async throws {
        try await LRSVisitor.inBothVersions { (lrs: LRSVisitor) async throws in
            let data = TestData("one")
            let json = Saying.statement(attachments: [data.attachment(fileURL: "http://example.com/1")]).serialized
            for type in ["multipart/form-data; boundary=b", "text/plain", "application/octet-stream"] {
                #expect(try await lrs.send(.POST, "statements", type: type, body: json).status == 400, "\(type)")
                var body = MultipartBody(Saying.statement(attachments: [data.attachment()]), [data])
                body.type = type.replacing("=b", with: "=" + body.boundary)
                #expect(try await lrs.post(body).status == 400, "\(type)")
            }
            #expect(try await lrs.send(.POST, "statements", body: json).status == 400, "none at all")
        }
    }

    @Test("LRS-CT-08, LRS-CT-09: the header has a boundary, and the body is divided by it")
    func boundary() async throws {
        try await LRSVisitor.inBothVersions { (lrs: LRSVisitor) async throws in
            let data = TestData("one")
            let verb = "http://example.com/undivided/" + lrs.version
            let good = MultipartBody(Saying.statement(verb: verb, attachments: [data.attachment()]), [data])
            for type in [
                "multipart/mixed", "multipart/mixed;", "multipart/mixed; boundary=", "multipart/mixed; boundary=x",
            ] {
                var body = good
                body.type = type
                #expect(try await lrs.post(body).status == 400, "\(type)")
            }
            let dashes = Array(("--" + good.boundary).utf8)
            let first = try #require(good.bytes.firstRange(of: dashes))
            let second = try #require(good.bytes[first.upperBound...].firstRange(of: dashes))
            for missing in [first, second] {
                var bytes = good.bytes
                bytes.removeSubrange(missing.lowerBound..<(missing.upperBound + 2))
                let answer = try await lrs.send(.POST, "statements", type: good.contentType, body: bytes)
                #expect(answer.status == 400)
            }
            let broken = good.bytes.dropLast(good.boundary.count)
            let answer = try await lrs.send(.POST, "statements", type: good.contentType, body: Array(broken))
            #expect(answer.status == 400, "breaks off")
            #expect(try await lrs.count(verb: verb) == 0)
        }
    }

    @Test("LRS-CT-10, LRS-CT-11: the first part is JSON and holds all statements")
    func firstPart() async throws {
        try await LRSVisitor.inBothVersions { (lrs: LRSVisitor) async throws in
            var body = MultipartBody(Saying.statement())
            for type in ["text/plain", "application/jsonx", "application/json; charset=iso-8859-1"] {
                body.parts[0].headers = [("Content-Type", type)]
                #expect(try await lrs.post(body).status == 400, "\(type)")
            }
            body.parts[0].headers = []
            #expect(try await lrs.post(body).status == 400)
            var split = MultipartBody(Saying.statement())
            split.parts.append(split.parts[0])
            #expect(try await lrs.post(split).status == 400)
        }
    }

    @Test("LRS-CT-12, LRS-CT-13: each further part has its hash, and no other transfer encoding than binary")
    func partHeaders() async throws {
        try await LRSVisitor.inBothVersions { (lrs: LRSVisitor) async throws in
            let data = TestData("one")
            var body = MultipartBody(Saying.statement(attachments: [data.attachment()]), [data])
            let headers = body.parts[1].headers
            body.parts[1].headers = headers.filter { $0.0 != "X-Experience-API-Hash" }
            #expect(try await lrs.post(body).status == 400)
            body.parts[1].headers = headers.filter { $0.0 != "Content-Transfer-Encoding" }
            #expect(try await lrs.post(body).status == 200, "absent means binary")
            body.parts[1].headers.append(("Content-Transfer-Encoding", "base64"))
            #expect(try await lrs.post(body).status == 400)
        }
    }

    @Test("LRS-CT-14: the hash is that of the raw bytes", arguments: Engine.underTest)
    func wrongHash(engine: Engine) async throws {
        try await LRSVisitor.inBothVersions(engine) { (lrs: LRSVisitor) async throws in
            let data = TestData("the bytes")
            let verb = "http://example.com/forged/" + lrs.version
            var body = MultipartBody(Saying.statement(verb: verb, attachments: [data.attachment()]), [data])
            body.parts[1].data[3] ^= 1
            #expect(try await lrs.post(body).status == 400)
            #expect(try await lrs.count(verb: verb) == 0)
        }
    }

    @Test(
        "LRS-CT-15, LRS-CT-20: data is matched by hash alone: several statements with several attachments, parts in any order"
    )
    func several() async throws {
        try await LRSVisitor.inBothVersions { (lrs: LRSVisitor) async throws in
            let data = (1...6).map { TestData("data \($0) of \(lrs.version)") }
            let ids = (1...3).map { _ in Saying.id() }
            let statements = ids.enumerated().map { place, id in
                Saying.statement(id, attachments: [data[place * 2].attachment(), data[place * 2 + 1].attachment()])
            }
            let body = MultipartBody(.array(statements), [3, 0, 5, 1, 4, 2].map { data[$0] })
            #expect(try await lrs.post(body).status == 200)
            for (place, id) in ids.enumerated() {
                let own = data[(place * 2)...(place * 2 + 1)]
                #expect(
                    try await lrs.fetch(id).data == Dictionary(uniqueKeysWithValues: own.map { ($0.sha2, $0.bytes) }))
            }
        }
    }

    @Test("LRS-CT-16, LRS-CT-17: an attachment without data and data without an attachment are refused")
    func missingAndSurplus() async throws {
        try await LRSVisitor.inBothVersions { (lrs: LRSVisitor) async throws in
            let (one, two) = (TestData("one"), TestData("two"))
            let both = [one.attachment(), two.attachment()]
            let missing = try await lrs.post(MultipartBody(Saying.statement(attachments: both), [one]))
            #expect(missing.status == 400 && missing.text.contains("/attachments/1"))
            let surplus = MultipartBody(Saying.statement(attachments: [one.attachment()]), [one, two])
            #expect(try await lrs.post(surplus).status == 400)
            #expect(try await lrs.post(MultipartBody(Saying.statement(), [one])).status == 400)
        }
    }

    @Test("LRS-CT-18: what part and property both say has to agree")
    func agreement() async throws {
        try await LRSVisitor.inBothVersions { (lrs: LRSVisitor) async throws in
            var data = TestData("one", type: "image/png")
            let attachment = data.attachment()
            data.type = "text/plain"
            #expect(
                try await lrs.post(MultipartBody(Saying.statement(attachments: [attachment]), [data])).status == 400)
            data.type = "IMAGE/png"
            #expect(
                try await lrs.post(MultipartBody(Saying.statement(attachments: [attachment]), [data])).status == 200)
            var body = MultipartBody(Saying.statement(attachments: [attachment]), [TestData("one", type: "image/png")])
            body.parts[1].headers.append(("Content-Length", "4"))
            #expect(try await lrs.post(body).status == 400)
        }
    }

    @Test("LRS-CT-19: one copy serves several statements", arguments: Engine.underTest)
    func shared(engine: Engine) async throws {
        try await LRSVisitor.inBothVersions(engine) { (lrs: LRSVisitor) async throws in
            let data = TestData("shared by \(lrs.version)")
            let ids = [Saying.id(), Saying.id()]
            let statements = ids.map { Saying.statement($0, attachments: [data.attachment()]) }
            #expect(try await lrs.post(MultipartBody(.array(statements), [data])).status == 200)
            for id in ids { #expect(try await lrs.fetch(id).data == [data.sha2: data.bytes]) }
        }
    }

    @Test("LRS-CT-21: SHA-224, 256, 384 and 512 are told by their length; SHA-1 is refused")
    func hashes() async throws {
        try await LRSVisitor.inBothVersions { (lrs: LRSVisitor) async throws in
            for algorithm in [DigestAlgorithm.sha224, .sha256, .sha384, .sha512] {
                let data = TestData("hashed", algorithm)
                let id = Saying.id()
                let body = MultipartBody(Saying.statement(id, attachments: [data.attachment()]), [data])
                #expect(try await lrs.post(body).status == 200)
                #expect(try await lrs.fetch(id).data == [data.sha2: data.bytes])
            }
            let old = TestData("hashed", .sha1)
            #expect(
                try await lrs.post(MultipartBody(Saying.statement(attachments: [old.attachment()]), [old])).status
                    == 400)
        }
    }

    @Test("LRS-CT-27: preamble and epilogue are ignored, and lines that end with LF alone are taken")
    func lineEnds() async throws {
        try await LRSVisitor.inBothVersions { (lrs: LRSVisitor) async throws in
            let data = TestData("line one\nline two")
            var bodies: [(String, MultipartBody)] = []
            for lineEnd in ["\r\n", "\n"] {
                let id = Saying.id()
                var body = MultipartBody(Saying.statement(id, attachments: [data.attachment()]), [data])
                body.lineEnd = lineEnd
                body.preamble = "This is a message with parts."
                body.epilogue = "And this is its end."
                bodies.append((id, body))
            }
            for (id, body) in bodies {
                #expect(try await lrs.post(body).status == 200)
                #expect(try await lrs.fetch(id).data == [data.sha2: data.bytes])
            }
        }
    }
}
