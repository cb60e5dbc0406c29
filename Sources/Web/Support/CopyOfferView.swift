import Cohorts
import Connections
import Texts
import Values
import Workflows

/// The offer to set a group up anew for a copied course, as blocks: for administrators and for the course's instructors.
struct CopyOfferView {
    var content: CopyOfferContent
    var wording: Wording
    var action: String
    var formToken: String

    func blocks(after error: ServiceError? = nil, _ sent: FormBody? = nil) -> [Block] {
        let offer = content.offer
        var blocks: [Block] = [
            .facts([
                (wording(.contextField), .text(offer.contextTitle ?? offer.place.contextID ?? "")),
                (wording(.course), .text(content.courseTitle)), (wording(.groupField), .text(content.cohort.name)),
                (wording(.status), Self.badge(offer.state, wording)),
            ])
        ]
        guard offer.state == .open else { return blocks }
        blocks.append(.paragraph(wording(.copyOfferText)))
        if let error { blocks.append(.note(kind: "bad", text: error.message, faults: accept.homeless(error))) }
        let form = error.flatMap { error in sent.map { accept.refused(error, keeping: $0) } } ?? accept
        return blocks + [.form(form), .form(decline)]
    }

    private var accept: FormView {
        let zone = content.cohort.zone
        var form = FormView(
            action: action, submit: wording(.copyAccept), formToken: formToken,
            fields: [
                Field("name", wording(.groupName), value: content.proposedName, isRequired: true),
                Field(
                    "firstDay", wording(.firstDay), .input("date"),
                    value: content.cohort.intent.startsAt.map { zone.day(at: $0).description } ?? "",
                    help: wording(.copyFirstDayHelp)),
            ])
        form.hidden = [("answer", "accept")]
        return form
    }

    private var decline: FormView {
        var form = FormView(action: action, submit: wording(.copyDecline), formToken: formToken, fields: [])
        form.hidden = [("answer", "decline")]
        return form
    }

    /// - Throws: `unprocessable` with the faults at their fields.
    static func answer(_ form: FormBody, _ wording: Wording) throws -> AnswerCopyOffer.Answer {
        if form["answer"] == "decline" { return .decline }
        let day = LocalDay(form["firstDay"])
        guard day != nil || form["firstDay"].isEmpty else {
            let fault = ServiceError.Fault("firstDay", wording(.faultDay))
            throw ServiceError(.unprocessable, wording(.faultsInForm), faults: [fault])
        }
        return .accept(.init(name: form["name"], firstDay: day))
    }

    static func badge(_ state: CopyOffer.State, _ wording: Wording) -> Cell {
        switch state {
        case .open: .badge(wording(.copyOpen), kind: "warn")
        case .accepted: .badge(wording(.copyAccepted), kind: "good")
        case .declined: .badge(wording(.copyDeclined))
        }
    }
}
