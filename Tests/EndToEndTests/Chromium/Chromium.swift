import Foundation
import JSON
import Synchronization

/// A real headless Chromium, driven over its debugging pipe (Chrome DevTools Protocol).
final class Chromium: Sendable {
    struct Failure: Error, CustomStringConvertible { var description: String }

    private let process: pid_t
    private let profile: URL
    private let toBrowser: FileHandle
    private let fromBrowser: FileHandle
    private let state = Mutex(State())

    private struct State {
        var nextID = 1
        var waiting: [Int: CheckedContinuation<JSONDocument, any Error>] = [:]
        var hasEnded = false
    }

    /// Where Debian puts it; nil when it isn't installed.
    static let executable: String? = ["/usr/bin/chromium", "/usr/bin/chromium-browser"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    /// - Parameter blocksThirdPartyCookies: set explicitly, since the default differs between versions.
    static func start(blocksThirdPartyCookies: Bool) throws -> Chromium {
        guard let executable else { throw Failure(description: "chromium isn't installed") }
        let profile = FileManager.default.temporaryDirectory.appending(path: "chromium-" + UUID().uuidString)
        let preferences = profile.appending(path: "Default/Preferences")
        try FileManager.default.createDirectory(
            at: preferences.deletingLastPathComponent(), withIntermediateDirectories: true)
        let cookies: JSONNode = [
            "profile": [
                "block_third_party_cookies": .bool(blocksThirdPartyCookies),
                "cookie_controls_mode": blocksThirdPartyCookies ? 1 : 0,
            ]
        ]
        try Data(cookies.serialized).write(to: preferences)
        return try Chromium(executable: executable, profile: profile)
    }

    private init(executable: String, profile: URL) throws {
        self.profile = profile
        let commands = Pipe()
        let answers = Pipe()
        toBrowser = commands.fileHandleForWriting
        fromBrowser = answers.fileHandleForReading
        process = try Self.spawn(
            [
                executable, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                "--no-first-run", "--disable-background-networking", "--remote-debugging-pipe",
                "--window-size=1100,900", "--user-data-dir=" + profile.path, "about:blank",
            ], input: commands.fileHandleForReading.fileDescriptor,
            output: answers.fileHandleForWriting.fileDescriptor)
        try? commands.fileHandleForReading.close()
        try? answers.fileHandleForWriting.close()
        Thread.detachNewThread { [self] in readAnswers() }
    }

    /// Chromium reads commands on descriptor 3 and answers on 4.
    private static func spawn(_ arguments: [String], input: Int32, output: Int32) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // Through high numbers first, so that neither overwrites the other.
        posix_spawn_file_actions_adddup2(&actions, input, 103)
        posix_spawn_file_actions_adddup2(&actions, output, 104)
        posix_spawn_file_actions_adddup2(&actions, 103, 3)
        posix_spawn_file_actions_adddup2(&actions, 104, 4)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var id: pid_t = 0
        let words = arguments.map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        guard posix_spawn(&id, arguments[0], &actions, nil, words, environ) == 0 else {
            throw Failure(description: "chromium can't be started")
        }
        return id
    }

    /// Ends this browser and removes its profile.
    func stop() {
        kill(process, SIGKILL)
        var status: Int32 = 0
        waitpid(process, &status, 0)
        try? FileManager.default.removeItem(at: profile)
    }

    /// One command of the protocol; the answer's `result`.
    func call(_ method: String, _ parameters: JSONNode = [:], session: String? = nil) async throws -> JSONValue {
        let answer: JSONDocument = try await withCheckedThrowingContinuation { continuation in
            let id: Int? = state.withLock { state in
                guard !state.hasEnded else { return nil }
                let id = state.nextID
                state.nextID += 1
                state.waiting[id] = continuation
                return id
            }
            guard let id else { return continuation.resume(throwing: Failure(description: "chromium has ended")) }
            let message = JSONNode.compactObject([
                ("id", .number(id)), ("method", .string(method)), ("params", parameters),
                ("sessionId", session.map { .string($0) }),
            ])
            toBrowser.write(Data(message.serialized + [0]))
        }
        if let error = answer.root["error"] { throw Failure(description: "\(method): \(error.rawText)") }
        guard let result = answer.root["result"] else { throw Failure(description: "\(method): no result") }
        return result
    }

    private func readAnswers() {
        var buffer: [UInt8] = []
        while case let data = fromBrowser.availableData, !data.isEmpty {
            buffer += data
            while let end = buffer.firstIndex(of: 0) {
                let message = Array(buffer[..<end])
                buffer.removeFirst(end + 1)
                guard let document = try? JSONDocument(parsing: message),
                    let id = document.root["id"]?.integer
                else { continue }
                state.withLock { $0.waiting.removeValue(forKey: Int(id)) }?.resume(returning: document)
            }
        }
        let abandoned = state.withLock { state in
            state.hasEnded = true
            defer { state.waiting = [:] }
            return Array(state.waiting.values)
        }
        for continuation in abandoned { continuation.resume(throwing: Failure(description: "chromium has ended")) }
    }
}
