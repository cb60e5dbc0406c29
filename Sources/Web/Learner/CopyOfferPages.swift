import Connections
import Hummingbird
import Texts
import Values
import Workflows

/// The part of an instructor's page that offers to set groups up for a course that was copied.
struct CopyOfferPages: Sendable {
    private let services: Services

    init(_ services: Services) { self.services = services }

    /// Empty where nothing waits for an answer.
    func blocks(
        _ visit: LaunchVisit, after error: ServiceError? = nil, _ sent: FormBody? = nil
    ) async throws -> [Block] {
        let offers = try await AnswerCopyOffer(services).offers(for: visit.session)
        return offers.flatMap { offer -> [Block] in
            let view = CopyOfferView(
                content: offer, wording: visit.wording, action: "\(visit.base)staff/copies/\(offer.offer.id)",
                formToken: visit.formToken)
            return [.heading(visit.wording(.copyOffer))] + view.blocks(after: error, sent)
        }
    }

    func answer(_ visit: LaunchVisit, _ form: FormBody, _ offer: UUID16) async throws {
        try await AnswerCopyOffer(services).run(
            try CopyOfferView.answer(form, visit.wording), to: offer, session: visit.session)
    }
}
