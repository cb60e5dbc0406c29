import LearningRecords
import Texts
import Values
import Workflows

/// A statement's facts as staff read them: what it says, what it proves, what it refers to, what came along with it.
struct StatementView {
    let found: BrowsedStatement
    let links: AttachmentLinks
    let visit: StaffVisit

    private var wording: Wording { visit.wording }

    /// - Parameter place: where statements stand, without a slash at the end.
    func facts(_ place: String) throws -> [(label: String, cell: Cell)] {
        let line = try StatementLine(found.statement.body, wording)
        var facts: [(label: String, cell: Cell)] = [
            (wording(.storedAt), .moment(found.statement.stored, wording)), (wording(.actorField), .text(line.actor)),
            (wording(.verbField), .text(line.verb)), (wording(.objectField), .text(line.object)),
            (wording(.provesLessons), .text(found.lessons.joined(separator: ", "))),
        ]
        if let enrolment = found.enrolment {
            facts.append((wording(.participation), .link(wording(.open), "/admin/enrolments/\(enrolment)")))
        }
        if let voiding = found.voidedBy { facts.append((wording(.voidedBy), link(voiding, place))) }
        facts += found.chain.map { (wording(.refersTo), link($0, place)) }
        facts += found.referring.filter { $0 != found.voidedBy }.map { (wording(.referredToBy), link($0, place)) }
        facts += found.signatures.map { (wording(.signatureField), signature($0)) }
        facts += try found.attachments.map { (wording(.attachedData), try download($0)) }
        facts.append(
            (wording(.downloadJSON), .link("\(found.statement.id).json", "\(place)/\(found.statement.id)/json")))
        return facts
    }

    private func link(_ id: UUID16, _ place: String) -> Cell { .link(id.description, "\(place)/\(id)") }

    private func signature(_ finding: String) -> Cell {
        switch finding {
        case "trusted": .badge(wording(.signatureTrusted), kind: "good")
        case "unknown": .badge(wording(.signatureUnknown), kind: "warn")
        case "expired": .badge(wording(.signatureExpired), kind: "warn")
        case "anonymous": .badge(wording(.signatureAnonymous), kind: "warn")
        case "removed": .badge(wording(.signatureRemoved))
        default: .badge(wording(.signatureUnseen))
        }
    }

    /// On the content host, where no cookie of ours is.
    private func download(_ attachment: HeldAttachment) throws -> Cell {
        .link(
            "\(attachment.contentType), \(wording.number(Int(attachment.size))) B",
            try links.url(of: attachment, for: visit.principal))
    }
}
