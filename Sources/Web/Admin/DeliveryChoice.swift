import HummingbirdCore
import Outbox
import Texts
import Values
import Workflows

/// What a list of deliveries is narrowed to, as its address and its form have it.
struct DeliveryChoice {
    static let states: [(state: OutboxState, name: String)] = [
        (.waiting, "waiting"), (.dead, "dead"), (.delivered, "delivered"),
    ]
    let filter: OutboxFilter

    init(_ filter: OutboxFilter) { self.filter = filter }

    /// What isn't one of the choices narrows nothing.
    init(_ uri: URI) {
        let query = uri.queryParameters
        let (state, topic) = (query["state"].map(String.init), query["topic"].map(String.init))
        filter = OutboxFilter(
            state: Self.states.first { $0.name == state }?.state,
            topic: topic.flatMap { ReadOutbox.topics.contains($0) ? $0 : nil },
            party: query["platform"].flatMap { UUID16(String($0)) })
    }

    /// The list's address.
    /// - Parameter state: another state than the one chosen.
    func path(state: String? = nil, before: Int64? = nil) -> String {
        let fields: [(name: String, value: String?)] = [
            ("state", state ?? name), ("topic", filter.topic), ("platform", filter.party?.description),
            ("before", before.map(String.init)),
        ]
        let given = fields.compactMap { field in field.value.map { (name: field.name, value: $0) } }
        return given.isEmpty ? "/admin/outbox" : URLEncodedForm(given).appended(to: "/admin/outbox")
    }

    private var name: String? { Self.states.first { $0.state == filter.state }?.name }

    func form(_ visit: StaffVisit, _ platforms: [(id: UUID16, name: String)]) -> FormView {
        let wording = visit.wording
        let all = (value: "", label: wording(.allOfThem))
        let states = Self.states.map { (value: $0.name, label: StateWords.text(of: $0.state, wording)) }
        let topics = ReadOutbox.topics.map { (value: $0, label: DeliveryView.words(of: $0, wording)) }
        let known = platforms.map { (value: $0.id.description, label: $0.name) }
        var form = visit.form(
            "/admin/outbox", .showChosen,
            [
                Field("state", wording(.status), .choice([all] + states), value: name ?? ""),
                Field("topic", wording(.topic), .choice([all] + topics), value: filter.topic ?? ""),
                Field(
                    "platform", wording(.platformField), .choice([all] + known),
                    value: filter.party?.description ?? ""),
            ])
        form.isGet = true
        return form
    }
}
