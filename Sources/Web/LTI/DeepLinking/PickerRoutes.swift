import Connections
import Hummingbird
import Workflows

/// Adds the picker below `/lti/deep-linking/<handle>/` (Deep Linking 2.0 §2.2): all behind the proof of the launch, but for
/// `enter`, which brings the proof.
func addPickerRoutes(to router: Router<LecternRequestContext>, services: Services) {
    let gate = LaunchGate(services, purpose: .deepLinking)
    let pages = PickerPages(services)
    let group = router.group("/lti/deep-linking/:handle")
    gate.addDoor(to: group)
    group.get { request, context in try await gate.open(request, context) { try await pages.show($0, request) } }
    group.post("answer") { request, context in
        try await gate.form(request, context, lists: ["content"]) { try await pages.answer($0, $1) }
    }
    group.post("code") { request, context in
        try await gate.form(request, context) { try await pages.useCode($0, $1) }
    }
    group.post("cancel") { request, context in
        try await gate.form(request, context) { try await pages.cancel($0, $1) }
    }
}
