import Texts
import Values

extension StaffVisit {
    /// A page that names what is about to be done and what follows from it. Its button sends the same form once more, with
    /// `confirmed` beside it; who leads away has changed nothing.
    func question(
        _ title: String, _ text: String, action: String, _ submit: TextKey, _ fields: [(name: String, value: String)],
        current: StaffPlace = .platforms, up: (label: String, href: String)
    ) -> Page {
        var form = form(action, submit, [])
        form.hidden = fields + [("confirmed", "1")]
        form.isDangerous = true
        return page(
            title, [.paragraph(text), .form(form), .links([(wording(.cancel), up.href)])], current: current, up: up)
    }
}
