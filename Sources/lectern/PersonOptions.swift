import ArgumentParser
import Values
import Workflows

/// Who is meant: exactly one way to say it.
struct PersonOptions: ParsableArguments {
    @Option(help: "The person's id.") var person: String?
    @Option(help: "An email address that the person is known by.") var email: String?
    @Option(help: "The opaque account name in statements.") var account: String?
    @Option(help: "The platform's issuer; goes with --subject.") var issuer: String?
    @Option(help: "The person's subject at the platform.") var subject: String?

    func validate() throws { _ = try choice }

    var choice: PersonChoice {
        get throws {
            var choices: [PersonChoice] = []
            if let person {
                guard let id = UUID16(person) else { throw ValidationError("--person takes a UUID.") }
                choices.append(.id(id))
            }
            if let email { choices.append(.email(email)) }
            if let account { choices.append(.account(account)) }
            if let issuer, let subject { choices.append(.lti(issuer: issuer, subject: subject)) }
            guard let choice = choices.first, choices.count == 1 else {
                throw ValidationError("Name one person by --person, --email, --account, or --issuer and --subject.")
            }
            return choice
        }
    }
}
