import Texts
import Values
import Workflows

/// The way to a cohort that serves other learners: a code, on the page where an instructor chooses.
struct CohortCodeForm {
    /// The visit's path.
    var base: String
    var formToken: String
    var wording: Wording

    /// - Parameter isWrong: after a code that isn't good.
    func blocks(isWrong: Bool = false) -> [Block] {
        var field = Field("code", wording(.codeField), isRequired: true)
        if isWrong { field.fault = wording(.codeWrong) }
        let form = FormView(action: base, submit: wording(.codeUse), formToken: formToken, fields: [field])
        return [.heading(wording(.codeTitle)), .paragraph(wording(.codeText)), .form(form)]
    }
}
