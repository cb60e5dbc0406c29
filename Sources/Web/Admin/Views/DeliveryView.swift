import Access
import Connections
import Outbox
import Texts
import Values
import Workflows

/// Deliveries, each with what it is about.
struct DeliveryView {
    let visit: StaffVisit
    private var wording: Wording { visit.wording }

    init(visit: StaffVisit) { self.visit = visit }

    func table(_ deliveries: [Delivery]) -> Table {
        Table(
            wording(.navOutbox),
            columns: [
                wording(.number), wording(.topic), wording(.platformField), wording(.linkField),
                wording(.learnerField), wording(.status), wording(.tries), wording(.dueAt), wording(.lastNote), "",
            ],
            rows: deliveries.map { delivery in
                let entry = delivery.entry
                return [
                    .link("\(entry.id)", "/admin/outbox/\(entry.id)"),
                    .text(Self.words(of: entry.topic, wording)), platform(delivery), place(delivery),
                    learner(delivery), StateWords.badge(entry.state, wording), .number(entry.attempts, wording),
                    .moment(entry.finishedAt ?? entry.dueAt, wording), .text(entry.note ?? ""),
                    entry.state == .delivered
                        ? .text("") : visit.button(.sendAgain, "/admin/outbox/\(entry.id)/replay"),
                ]
            }, whenEmpty: wording(.noDeliveries))
    }

    func facts(_ delivery: Delivery) -> [(label: String, cell: Cell)] {
        let entry = delivery.entry
        return [
            (wording(.topic), .text(Self.words(of: entry.topic, wording))),
            (wording(.platformField), platform(delivery)), (wording(.linkField), place(delivery)),
            (wording(.learnerField), learner(delivery)), (wording(.status), StateWords.badge(entry.state, wording)),
            (wording(.enqueuedAt), .moment(entry.enqueuedAt, wording)),
            (wording(.dueAt), entry.state == .waiting ? .moment(entry.dueAt, wording) : .text("")),
            (wording(.finishedAt), .moment(entry.finishedAt, wording)),
        ]
    }

    func tries(_ attempts: [OutboxAttempt]) -> Table {
        Table(
            wording(.tries),
            columns: [
                wording(.number), wording(.startedAt), wording(.finishedAt), wording(.outcome), wording(.details),
            ],
            rows: attempts.map { attempt in
                [
                    .figure("\(attempt.number)"), .moment(attempt.startedAt, wording),
                    .moment(attempt.finishedAt, wording), outcome(attempt.outcome), .text(attempt.note),
                ]
            }, whenEmpty: wording(.noTries))
    }

    private func platform(_ delivery: Delivery) -> Cell {
        guard let (id, name) = delivery.platform else { return .text("") }
        return visit.principal.may(.managePlatforms) ? .link(name, "/admin/platforms/\(id)") : .text(name)
    }

    /// The link, or the group whose list is read.
    private func place(_ delivery: Delivery) -> Cell {
        if let link = delivery.link {
            let title = link.title ?? link.linkID
            return visit.principal.may(.managePlatforms) ? .link(title, "/admin/links/\(link.id)") : .text(title)
        }
        guard let cohort = delivery.cohort, visit.principal.may(.seeEveryCohort) else { return .text("") }
        return .link(wording(.groupField), "/admin/cohorts/\(cohort)")
    }

    /// The way to the learner's page, which notes who reads it; no name stands here.
    private func learner(_ delivery: Delivery) -> Cell {
        guard let enrolment = delivery.enrolment, visit.principal.may(.seeEveryCohort) else { return .text("") }
        return .link(wording(.open), "/admin/enrolments/\(enrolment)")
    }

    private func outcome(_ outcome: OutboxAttempt.Outcome) -> Cell {
        switch outcome {
        case .delivered: .badge(wording(.deliveryDone), kind: "good")
        case .retry: .badge(wording(.deliveryRetry), kind: "warn")
        case .failed: .badge(wording(.deliveryDead), kind: "bad")
        }
    }

    /// The topic's own name where there are no words for it.
    static func words(of topic: String, _ wording: Wording) -> String {
        let words: [String: TextKey] = [
            PostScores.topic: .topicScore, UpdateLineItems.topic: .topicLineItem, RosterSchedule.topic: .topicRoster,
            WorkNotice.topic: .topicNotice, SubscribeNotices.topic: .topicSubscribe,
            ForwardStatements.topic: .topicForward, FetchMetadata.topic: .topicMetadata,
            CleanMedia.topic: .topicMedia,
        ]
        return words[topic].map { wording($0) } ?? topic
    }
}
