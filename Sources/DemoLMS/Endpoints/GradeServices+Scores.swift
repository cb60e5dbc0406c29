import HTTPTypes
import Hummingbird
import JSON
import Values

extension GradeServices {
    private static let activityProgress: Set<String> = [
        "Initialized", "Started", "InProgress", "Submitted", "Completed",
    ]
    private static let gradingProgress: Set<String> = [
        "FullyGraded", "Pending", "PendingManual", "Failed", "NotReady",
    ]

    /// Takes a score as a strict LMS does (AGS §3.4.1): a learner of the course, a timestamp with zone, truthful words.
    func post(_ request: Request, item: Gradebook.LineItem) async throws -> Response {
        try await platform.authorize(request, scopes: [ServiceScope.score], sending: ServiceMediaType.score)
        if let status = await platform.scoreRefusal { throw Refusal(status: .init(code: status), reason: "Refused.") }
        let body = try await request.jsonBody().root
        let score = try score(in: body)
        guard await platform.people.contains(where: { $0.id == score.userID && !$0.isInstructor }) else {
            throw Refusal(status: .badRequest, reason: "userId is no learner of this course.")
        }
        let ahead = await platform.clockAhead
        let ownTime = platform.profile.stampsUnfinishedScores ? platform.world.now().adding(seconds: ahead) : nil
        let submission = platform.profile.countsAttempts ? Gradebook.Submission(of: body) : nil
        let older = Refusal(status: platform.profile.olderScoreAnswer, reason: platform.profile.olderScoreWords)
        let refusal = await platform.withGradebook { book -> Refusal? in
            if let submission, !book.mayTake(submission, in: item.id, of: score.userID) { return .noAttempts }
            guard book.record(score, in: item.id, ownTime: ownTime) else { return older }
            if let submission { book.take(submission, with: score, in: item.id) }
            return nil
        }
        if let refusal { throw refusal }
        return platform.profile.scoreAnswerHasBody
            ? .json(["resultUrl": .string(platform.url(of: item) + "/results")], status: platform.profile.scoreAnswer)
            : Response(status: platform.profile.scoreAnswer)
    }

    private func words(in body: JSONValue) -> [String] {
        var faults: [String] = []
        if (body["userId"]?.string ?? "").isEmpty { faults.append("userId is needed") }
        if !Self.activityProgress.contains(body["activityProgress"]?.string ?? "") {
            faults.append("activityProgress isn't one of the five")
        }
        if !Self.gradingProgress.contains(body["gradingProgress"]?.string ?? "") {
            faults.append("gradingProgress isn't one of the five")
        }
        return faults
    }

    private func score(in body: JSONValue) throws -> Gradebook.Score {
        var faults = words(in: body)
        let timestamp = body["timestamp"]?.string.flatMap { Instant(rfc3339: $0) }
        if timestamp == nil { faults.append("timestamp has to be a date-time with zone") }
        let user = body["userId"]?.string ?? ""
        let given = body["scoreGiven"]?.double
        let maximum = body["scoreMaximum"]?.double
        if given != nil && (maximum ?? 0) <= 0 { faults.append("scoreGiven needs a positive scoreMaximum") }
        if let given, given < 0 { faults.append("scoreGiven mustn't be negative") }
        let moments = ["startedAt", "submittedAt"].map { body["submission"]?[$0]?.string }
        if moments.contains(where: { $0.map { Instant(rfc3339: $0) == nil } ?? false }) {
            faults.append("submission has to have date-times with zone")
        }
        guard faults.isEmpty, let timestamp else {
            throw Refusal(status: .badRequest, reason: faults.joined(separator: "; ") + ".")
        }
        return Gradebook.Score(
            userID: user, timestamp: timestamp, scoreGiven: given, scoreMaximum: maximum,
            activityProgress: body["activityProgress"]?.string ?? "",
            gradingProgress: body["gradingProgress"]?.string ?? "", comment: body["comment"]?.string,
            startedAt: moments[0],
            submittedAt: moments[1],
            extensions: body.members.filter { $0.name.contains("://") }.map { ($0.name, $0.value.node) })
    }
}

extension Refusal {
    /// As Canvas has it.
    fileprivate static let noAttempts = Refusal(
        status: .unprocessableContent, reason: "The maximum number of allowed attempts has been reached.")
}
