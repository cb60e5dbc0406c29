import JSON
import Testing
import Values
import XAPI

@testable import CMI5

@Suite("The order of an AU's statements")
struct SessionOrderTests {
    private func opened() throws -> AUDouble {
        var au = AUDouble()
        #expect(try au.send("initialized").isEmpty)
        return au
    }

    @Test("A whole session is admitted")
    func whole() throws {
        var au = try opened()
        #expect(try au.send("experienced", at: 1, defined: false).isEmpty)
        #expect(try au.send("passed", at: 2).isEmpty)
        #expect(try au.send("completed", at: 2).isEmpty)
        #expect(try au.send("terminated", at: 3).isEmpty)
        #expect(au.record.terminatedAt == AUDouble.start.adding(seconds: 3))
    }

    @Test("CMI-SES-01: CMI-SES-02: CMI-SES-03: A statement has an id and a timestamp in UTC")
    func idAndTime() throws {
        var au = try opened()
        #expect(try au.send("experienced", defined: false) { $0["id"] = nil } == ["CMI-SES-01"])
        #expect(try au.send("experienced", defined: false) { $0["timestamp"] = nil } == ["CMI-SES-02"])
        #expect(
            try au.send("experienced", defined: false) { $0["timestamp"] = "2027-01-15T12:00:00.000+02:00" }
                == ["CMI-SES-03"])
        #expect(
            try au.send("experienced", defined: false) { $0["timestamp"] = "2027-01-15T12:00:00.000+00:00" }.isEmpty)
    }

    @Test(
        "CMI-SES-04: Nothing comes before initialized",
        arguments: [("passed", true), ("terminated", true), ("experienced", false)])
    func first(verb: String, defined: Bool) throws {
        var au = AUDouble()
        #expect(try au.send(verb, defined: defined) == ["CMI-SES-04"])
    }

    @Test("CMI-SES-05: There is one initialized per session")
    func oneInitialized() throws {
        var au = try opened()
        #expect(try au.send("initialized") == ["CMI-SES-05"])
    }

    @Test("CMI-SES-06: CMI-SES-19: Nothing comes after terminated, not even the same statement again")
    func afterTerminated() throws {
        var au = try opened()
        let seen = try au.statement("experienced", at: 1, defined: false)
        #expect(au.submit(seen, at: 1).isEmpty)
        #expect(try au.send("terminated", at: 2).isEmpty)
        #expect(au.submit(seen, at: 3) == ["CMI-SES-06"])
        #expect(try au.send("passed", at: 2) == ["CMI-SES-06"])
    }

    @Test("With a grace time late statements still pass after terminated, until it is over")
    func grace() throws {
        var au = try opened()
        _ = try au.send("terminated", at: 1)
        let rules = SessionRules(terms: au.terms, graceSeconds: 60)
        let late = try au.statement("experienced", at: 1, defined: false)
        var record = au.record
        #expect(rules.admit(late, into: &record, now: AUDouble.start.adding(seconds: 61)).isEmpty)
        #expect(rules.admit(late, into: &record, now: AUDouble.start.adding(seconds: 62)).map(\.rule) == ["CMI-SES-06"])
    }

    @Test("CMI-SES-07: Nothing comes after abandoned")
    func afterAbandoned() throws {
        var au = try opened()
        au.record.isAbandoned = true
        #expect(try au.send("completed") == ["CMI-SES-07"])
    }

    @Test("CMI-SES-08: A cmi5 verb comes once per session", arguments: ["completed", "passed"])
    func once(verb: String) throws {
        var au = try opened()
        #expect(try au.send(verb).isEmpty)
        #expect(try au.send(verb) == ["CMI-SES-08"])
    }

    @Test("The very same statement sent again while the session is open is left to the LRS")
    func retry() throws {
        var au = try opened()
        let passed = try au.statement("passed")
        #expect(au.submit(passed).isEmpty)
        #expect(au.submit(passed).isEmpty)
    }

    @Test("CMI-SES-09: A session has only one of passed and failed")
    func oneVerdict() throws {
        var au = try opened()
        #expect(try au.send("failed").isEmpty)
        #expect(try au.send("passed") == ["CMI-SES-09"])
    }

    @Test(
        "CMI-SES-10: CMI-SES-11: CMI-SES-12: Completed and passed come once per registration, failed not after passed")
    func perRegistration() throws {
        var au = try opened()
        au.record.earlier = [.completed, .passed]
        #expect(try au.send("completed") == ["CMI-SES-10"])
        #expect(try au.send("passed") == ["CMI-SES-11"])
        #expect(try au.send("failed") == ["CMI-SES-12"])
        au.record.earlier = []
        #expect(try au.send("failed").isEmpty)
    }

    @Test("CMI-SES-13: Order is judged by timestamp too; equal ones are fine")
    func timestamps() throws {
        var au = AUDouble()
        #expect(try au.send("initialized", at: 10).isEmpty)
        #expect(try au.send("passed", at: 9) == ["CMI-SES-13"])
        #expect(try au.send("passed", at: 10).isEmpty)
        #expect(try au.send("experienced", at: 20, defined: false).isEmpty)
        #expect(try au.send("terminated", at: 19) == ["CMI-SES-13"])
        #expect(try au.send("terminated", at: 20).isEmpty)
    }

    @Test("CMI-SES-14: A batch is judged in its order, and one bad statement refuses all")
    func batch() throws {
        var au = AUDouble()
        let rules = SessionRules(terms: au.terms)
        let good = [try au.statement("initialized"), try au.statement("passed"), try au.statement("terminated")]
        var record = au.record
        #expect(rules.admit(good, into: &record, now: AUDouble.start).isEmpty)
        #expect(record.admitted.count == 3)
        record = au.record
        let bad = [good[0], good[2], good[1]]
        #expect(rules.admit(bad, into: &record, now: AUDouble.start).map(\.rule) == ["CMI-SES-06"])
        #expect(record == au.record)
    }

    @Test("CMI-PREF-02: Initialized needs the learner preferences to have been read")
    func preferences() throws {
        var au = AUDouble()
        au.record.hasReadPreferences = false
        #expect(try au.send("initialized") == ["CMI-PREF-02"])
    }
}
