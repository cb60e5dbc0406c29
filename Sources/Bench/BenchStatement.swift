import JSON
import Values
import XAPI

/// Statements as a course sends them: about a kilobyte each, of 500 learners in 5 courses of 40 lessons.
struct BenchStatement: Sendable {
    static let learners = 500
    static let courses = 5
    static let lessons = 40

    let number: Int

    private var learner: Int { number % Self.learners }
    private var course: Int { number / 3 % Self.courses }
    private var lesson: Int { number / 7 % Self.lessons }
    private var verb: String { Self.verbs[number % Self.verbs.count] }

    private static let verbs = ["initialized", "experienced", "progressed", "answered", "passed", "completed"]

    static func actor(_ learner: Int) -> AgentIdentifier {
        .account(homePage: "https://lms.example.edu", name: "learner-\(10_000 + learner)")
    }

    static func course(_ number: Int) -> String { "https://content.example.edu/courses/harbour-\(number)" }

    static func activity(_ course: Int, _ lesson: Int) -> String { Self.course(course) + "/lessons/\(lesson)" }

    /// One for each learner and course.
    static func registration(_ learner: Int, _ course: Int) -> UUID16 {
        UUID16(high: 0x0192_F0A0_0000_7000 | UInt64(course), low: 0x8000_0000_0000_0000 | UInt64(learner))
    }

    /// Without an id, which the service gives.
    var node: JSONNode {
        node(verb: verb, activity: Self.activity(course, lesson), registration: Self.registration(learner, course))
    }

    func node(verb: String, activity: String, registration: UUID16) -> JSONNode {
        [
            "actor": Self.actor(learner).agent,
            "verb": ["id": .string("http://adlnet.gov/expapi/verbs/" + verb), "display": ["en": .string(verb)]],
            "object": [
                "objectType": "Activity", "id": .string(activity),
                "definition": [
                    "type": "http://adlnet.gov/expapi/activities/lesson",
                    "name": ["en": .string("Lesson \(lesson): mooring a boat in a tidal harbour")],
                    "description": ["en": "Which lines to lay, in which order, and how much slack the tide needs."],
                ],
            ],
            "result": [
                "score": ["scaled": .number("0.\(50 + number % 50)"), "raw": .number(50 + number % 50), "max": 100],
                "success": true, "duration": .string("PT\(number % 58 + 1)M12.4S"),
            ],
            "context": context(registration),
            "timestamp": .string("2026-03-\(10 + number % 20)T08:\(10 + number % 50):30.123Z"),
        ]
    }

    private func context(_ registration: UUID16) -> JSONNode {
        [
            "registration": .string(registration.description),
            "contextActivities": [
                "parent": [["id": .string(Self.course(course))]],
                "category": [["id": "https://w3id.org/xapi/cmi5/context/categories/cmi5"]],
            ],
            "platform": "Bench", "language": "en",
            "extensions": ["https://w3id.org/xapi/cmi5/context/extensions/sessionid": .string("session-\(number)")],
        ]
    }

    static func batch(from first: Int, count: Int) -> [UInt8] {
        JSONNode.array((first..<first + count).map { BenchStatement(number: $0).node }).serialized
    }
}
