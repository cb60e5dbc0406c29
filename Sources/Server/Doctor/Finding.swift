import JSON

/// What a check of the installation found.
package struct Finding: Sendable, Equatable {
    package enum Level: String, Sendable, CaseIterable {
        case good = "ok"
        case warning
        case fault
    }

    package var level: Level
    /// What was looked at, such as `database`.
    package var subject: String
    /// What is the matter, and for anything but good news what to do.
    package var text: String

    init(_ level: Level, _ subject: String, _ text: String) {
        self.level = level
        self.subject = subject
        self.text = text
    }

    /// For scripts.
    package static func json(_ findings: [Finding]) -> String {
        JSONNode.array(
            findings.map {
                [
                    "level": .string($0.level.rawValue), "subject": .string($0.subject), "text": .string($0.text),
                ]
            }
        ).text
    }
}
