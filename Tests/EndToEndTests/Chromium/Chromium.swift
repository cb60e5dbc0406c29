import Foundation
import JSON

/// A real headless Chromium, driven over its debugging pipe.
struct Chromium: Sendable {
    struct Failure: Error, CustomStringConvertible {
        var description: String
        init(_ description: String) { self.description = description }
    }

    private let process: pid_t
    private let pipe: DebuggingPipe

    /// Where Debian puts it; nil when it isn't installed.
    static let executable: String? = ["/usr/bin/chromium", "/usr/bin/chromium-browser"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    /// Runs `body` with a fresh browser and profile, which are gone afterwards.
    ///
    /// - Parameters:
    ///   - blocksThirdPartyCookies: set explicitly, since the default differs between versions.
    ///   - storelessOrigin: may keep nothing at all in this browser, neither cookies nor storage.
    ///   - storelessUnder: the pages in whose frames that holds; everywhere when nil.
    static func with<Result>(
        blocksThirdPartyCookies: Bool, storelessOrigin: String? = nil, storelessUnder: String? = nil,
        _ body: (Chromium) async throws -> Result
    ) async throws -> Result {
        guard let executable else { throw Failure("chromium isn't installed") }
        let profile = FileManager.default.temporaryDirectory.appending(path: "chromium-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: profile) }
        try writePreferences(
            to: profile, blocksThirdPartyCookies, storelessOrigin.map { $0 + "," + (storelessUnder ?? "*") })
        let browser = try Chromium(executable: executable, profile: profile)
        defer { browser.stop() }
        return try await body(browser)
    }

    private static func writePreferences(
        to profile: URL, _ blocksThirdPartyCookies: Bool, _ storelessPattern: String?
    ) throws {
        let preferences = profile.appending(path: "Default/Preferences")
        try FileManager.default.createDirectory(
            at: preferences.deletingLastPathComponent(), withIntermediateDirectories: true)
        let cookies: JSONNode = [
            "profile": [
                "block_third_party_cookies": .bool(blocksThirdPartyCookies),
                "cookie_controls_mode": blocksThirdPartyCookies ? 1 : 0,
                "content_settings": [
                    "exceptions": [
                        "cookies": .object(storelessPattern.map { [($0, ["setting": 2] as JSONNode)] } ?? [])
                    ]
                ],
            ]
        ]
        try Data(cookies.serialized).write(to: preferences)
    }

    private init(executable: String, profile: URL) throws {
        signal(SIGPIPE, SIG_IGN)
        let (commands, answers) = (try Self.makePipe(), try Self.makePipe())
        process = try Self.spawn(
            [
                executable, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                "--no-first-run", "--disable-background-networking", "--remote-debugging-pipe",
                "--window-size=1100,900", "--user-data-dir=" + profile.path, "about:blank",
            ], input: commands.reading, output: answers.writing)
        close(commands.reading)
        close(answers.writing)
        pipe = DebuggingPipe(toBrowser: commands.writing, fromBrowser: answers.reading)
    }

    /// Both ends close in whatever program this process becomes or starts.
    private static func makePipe() throws -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [0, 0]
        guard Foundation.pipe(&ends) == 0 else { throw Failure("no pipe can be made") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    /// Chromium reads commands on descriptor 3 and answers on 4.
    private static func spawn(_ arguments: [String], input: Int32, output: Int32) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // Through high numbers first, so that neither overwrites the other.
        posix_spawn_file_actions_adddup2(&actions, input, 1_003)
        posix_spawn_file_actions_adddup2(&actions, output, 1_004)
        posix_spawn_file_actions_adddup2(&actions, 1_003, 3)
        posix_spawn_file_actions_adddup2(&actions, 1_004, 4)
        for standard in [1, 2] as [Int32] {
            posix_spawn_file_actions_addopen(&actions, standard, "/dev/null", O_WRONLY, 0)
        }
        var id: pid_t = 0
        let words = arguments.map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        guard posix_spawn(&id, arguments[0], &actions, nil, words, environ) == 0 else {
            throw Failure("chromium can't be started")
        }
        return id
    }

    private func stop() {
        kill(process, SIGKILL)
        var status: Int32 = 0
        waitpid(process, &status, 0)
    }

    /// One command of the protocol; the answer's `result`.
    @discardableResult
    func call(_ method: String, _ parameters: JSONNode = [:], session: String? = nil) async throws -> JSONValue {
        let answer = try await pipe.send(method, parameters, session: session)
        if let error = answer.root["error"] { throw Failure("\(method): \(error.rawText)") }
        guard let result = answer.root["result"] else { throw Failure("\(method): no result") }
        return result
    }
}
