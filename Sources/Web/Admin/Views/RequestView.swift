import Access
import JSON
import Privacy
import Texts
import Values

/// One request of a data subject, with what can be done next.
struct RequestView {
    var visit: StaffVisit
    var request: DataRequest
    var history: [DataRequestEvent]
    var approvers: [String]
    var policy: ErasurePolicy
    var now: Instant

    private var wording: Wording { visit.wording }
    private var base: String { "/admin/requests/\(request.id)" }

    func blocks(after error: ServiceError?) -> [Block] {
        var blocks: [Block] = []
        if let error { blocks.append(.note(kind: "bad", text: error.message, faults: error.faults.map(\.message))) }
        blocks.append(.facts(facts))
        if let counts { blocks.append(.table(counts)) }
        if request.certificate != nil {
            blocks.append(.links([(wording(.certificate), base + "/certificate.json")]))
        }
        return blocks + steps + [.table(steps(of: history))]
    }

    private var facts: [(label: String, cell: Cell)] {
        [
            (wording(.kindField), .text(Self.kind(request.kind, wording))),
            (wording(.status), Self.badge(request.state, wording)),
            (wording(.ground), .text(request.ground.map { Self.ground($0, wording) } ?? "")),
            (wording(.receivedAt), .moment(request.receivedAt, wording)),
            (wording(.dueAt), .moment(request.dueAt, wording)),
            (
                wording(.person),
                request.person.map { .link(wording(.open), "/admin/people/\($0)") } ?? .text(wording(.erasedWord))
            ),
            (wording(.approvals), .text("\(approvers.count) / \(policy.approvals)")),
        ]
    }

    /// The dry run: what an erasure touches.
    private var counts: Table? {
        guard let text = request.counts, let document = try? JSONDocument(parsing: Array(text.utf8)) else { return nil }
        let rows = document.root.elements.map { line -> [Cell] in
            [
                .code(line["table"]?.string ?? ""), .code(line["action"]?.string ?? ""),
                .number(Int(line["rows"]?.integer ?? 0), wording),
            ]
        }
        return Table(
            wording(.dryRun), columns: [wording(.tableField), wording(.actionField), wording(.countField)], rows: rows,
            whenEmpty: wording(.none))
    }

    private var steps: [Block] {
        guard request.kind == .erasure, !request.state.isClosed else { return [] }
        var blocks: [Block] = []
        if request.state == .review, visit.principal.may(.approveErasure) {
            blocks += [.paragraph(wording(.approveText)), .form(visit.form(base + "/approve", .approve, []))]
        }
        if request.state == .approved {
            if let from = policy.executableAt(request), now < from {
                blocks.append(.note(kind: "warn", text: wording(.coolOff, ["date": wording.moment(from)])))
            } else {
                var form = visit.form(
                    base + "/execute", .eraseNow,
                    [Field("confirmation", wording(.typeNumber, ["number": request.number]), isRequired: true)])
                form.isDangerous = true
                blocks += [.note(kind: "bad", text: wording(.eraseText)), .form(form)]
            }
        }
        return blocks + [.form(visit.form(base + "/withdraw", .withdraw, [Field("reason", wording(.reason))]))]
    }

    private func steps(of history: [DataRequestEvent]) -> Table {
        Table(
            wording(.steps), columns: [wording(.date), wording(.status), wording(.auditActor), wording(.reason)],
            rows: history.map { event in
                [
                    .moment(event.changedAt, wording), Self.badge(event.state, wording),
                    .code(String(event.changedBy.suffix(12))), .text(event.reason ?? ""),
                ]
            }, whenEmpty: wording(.none))
    }

    static func badge(_ state: DataRequestState, _ wording: Wording) -> Cell {
        switch state {
        case .received: .badge(wording(.requestReceived))
        case .identity: .badge(wording(.requestIdentity), kind: "warn")
        case .collecting: .badge(wording(.requestCollecting))
        case .review: .badge(wording(.requestReview), kind: "warn")
        case .approved: .badge(wording(.requestApproved), kind: "warn")
        case .done: .badge(wording(.requestDone), kind: "good")
        case .refused: .badge(wording(.requestRefused), kind: "bad")
        case .withdrawn: .badge(wording(.requestWithdrawn))
        case .expired: .badge(wording(.requestExpired))
        }
    }

    static func kind(_ kind: DataRequestKind, _ wording: Wording) -> String {
        switch kind {
        case .access: wording(.kindAccess)
        case .portability: wording(.kindPortability)
        case .rectification: wording(.kindRectification)
        case .erasure: wording(.kindErasure)
        case .restriction: wording(.kindRestriction)
        case .objection: wording(.kindObjection)
        case .question: wording(.kindQuestion)
        }
    }

    static func grounds(_ wording: Wording) -> [(value: String, label: String)] {
        ErasureGround.allCases.map { ($0.rawValue, ground($0, wording)) }
    }

    static func ground(_ ground: ErasureGround, _ wording: Wording) -> String {
        switch ground {
        case .noLongerNeeded: wording(.groundNotNeeded)
        case .consentWithdrawn: wording(.groundConsent)
        case .objection: wording(.groundObjection)
        case .unlawful: wording(.groundUnlawful)
        case .legalDuty: wording(.groundDuty)
        case .childsData: wording(.groundChild)
        }
    }
}
