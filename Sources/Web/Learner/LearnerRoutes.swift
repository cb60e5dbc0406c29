import Connections
import HTTPTypes
package import Hummingbird
import Texts
import Values
package import Workflows

/// Adds the learner's pages, all below `/learn/<handle>/` and all behind the proof of the launch; `enter` alone, which
/// brings the proof, is open.
package func addLearnerRoutes(to router: Router<LecternRequestContext>, services: Services) {
    let gate = LaunchGate(services)
    let pages = LearnerPages(services)
    let learn = router.group("/learn/:handle")
    learn.get { request, context in try await gate.open(request, context) { try await pages.course($0, request) } }
    gate.addDoor(to: learn)
    learn.post("lessons/:lesson") { request, context in
        try await gate.form(request, context) { visit, _ in try await pages.openLesson(visit, request, context) }
    }
    learn.get("lessons/:lesson") { _, context in
        Page.seeOther("/learn/\(context.parameters.get("handle") ?? "")/")
    }
    learn.get("lessons/:lesson/state") { request, context in
        try await gate.open(request, context) { try await pages.lessonState($0, request, context) }
    }
    learn.get("lessons/:lesson/left") { request, context in
        try await gate.open(request, context) { try await pages.left($0, request) }
    }
    addInstructorRoutes(to: learn, gate: gate, services: services)
}
