import Connections
import Texts
import Values
import Workflows

/// A platform's notices as blocks: what to do about copies, subscriptions, offers, and what came.
struct NoticesView {
    var content: NoticesContent
    var visit: StaffVisit
    /// Our address for notices.
    var handler: String

    private var wording: Wording { visit.wording }
    private var base: String { "/admin/platforms/\(content.registration.id)/notices" }

    var blocks: [Block] {
        var blocks: [Block] = [
            .paragraph(wording(.noticesText)), .facts([(wording(.noticeHandler), .code(handler))]), .form(policy),
        ]
        if content.places.isEmpty { blocks.append(.note(kind: "", text: wording(.noticesNotOffered))) }
        return blocks + content.places.flatMap(place) + [.table(offers), .table(notices)]
    }

    private var policy: FormView {
        visit.form(
            base + "/policy", .save,
            [
                Field(
                    "policy", wording(.copyPolicy),
                    .choice([
                        ("ask", wording(.copyPolicyAsk)), ("auto", wording(.copyPolicyAuto)),
                        ("off", wording(.copyPolicyOff)),
                    ]), value: content.registration.copyPolicy.rawValue)
            ])
    }

    private func place(_ place: NoticesContent.Place) -> [Block] {
        let action = base + "/\(place.deployment.id)"
        let states = Dictionary(place.subscriptions.map { ($0.noticeType, $0) }) { first, _ in first }
        let table = Table(
            wording(.noticeTypes),
            columns: [wording(.noticeType), wording(.status), wording(.details), wording(.date), ""],
            rows: place.types.map { type in
                let known = states[type]
                let isOn = known?.state == .active
                return [
                    .code(type), Self.badge(known?.state, wording), .text(known?.note ?? ""),
                    .moment(known?.changedAt, wording),
                    visit.button(
                        isOn ? .noticesUnsubscribe : .noticesSubscribe, action,
                        [("type", type), ("on", isOn ? "0" : "1")]
                    ),
                ]
            }, whenEmpty: wording(.none))
        let proven: Cell =
            place.service.provenAt.map { .moment($0, wording) } ?? .badge(wording(.noticesUnproven), kind: "warn")
        return [
            .heading(wording(.deploymentID) + " " + place.deployment.deploymentID),
            .facts([
                (wording(.noticesService), .code(place.service.url)), (wording(.noticesProven), proven),
            ]), .table(table), .form(visit.form(action + "/list", .noticesRead, [])),
        ]
    }

    private var offers: Table {
        Table(
            wording(.copyOffers),
            columns: [wording(.contextField), wording(.status), wording(.addedAt), wording(.groupField)],
            rows: content.offers.map { offer in
                [
                    .link(offer.contextTitle ?? offer.place.contextID ?? "", "/admin/copies/\(offer.id)"),
                    CopyOfferView.badge(offer.state, wording), .moment(offer.createdAt, wording),
                    .link(wording(.open), "/admin/cohorts/\(offer.made ?? offer.cohort)"),
                ]
            }, whenEmpty: wording(.noCopyOffers))
    }

    private var notices: Table {
        Table(
            wording(.noticesReceived),
            columns: [
                wording(.receivedAt), wording(.noticeType), wording(.contextField), wording(.status), wording(.outcome),
            ],
            rows: content.notices.map { notice in
                [
                    .moment(notice.receivedAt, wording), .link(notice.type, "/admin/notices/\(notice.id)"),
                    .text(notice.contextTitle ?? ""), Self.badge(notice.state, wording), .text(notice.note),
                ]
            }, whenEmpty: wording(.noNotices))
    }

    static func badge(_ state: ReceivedNotice.State, _ wording: Wording) -> Cell {
        switch state {
        case .waiting: .badge(wording(.deliveryWaiting), kind: "warn")
        case .done: .badge(wording(.noticeDone), kind: "good")
        case .kept: .badge(wording(.noticeKept))
        }
    }

    private static func badge(_ state: NoticeSubscription.State?, _ wording: Wording) -> Cell {
        switch state {
        case .active: .badge(wording(.noticesOn), kind: "good")
        case .failed: .badge(wording(.rosterFailed), kind: "bad")
        case .removed, nil: .badge(wording(.noticesOff))
        }
    }
}
