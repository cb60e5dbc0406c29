import Cohorts
import Connections
import Outbox
import Texts

/// The words and colours of states.
enum StateWords {
    static func badge(_ state: CohortState, _ wording: Wording) -> Cell {
        switch state {
        case .running: .badge(wording(.stateRunning), kind: "good")
        case .scheduled: .badge(wording(.stateScheduled))
        case .ended: .badge(wording(.stateEnded))
        case .closed: .badge(wording(.stateClosed), kind: "warn")
        case .draft: .badge(wording(.stateDraft), kind: "warn")
        case .cancelled: .badge(wording(.stateCancelled), kind: "bad")
        case .archived: .badge(wording(.stateArchived))
        }
    }

    static func badge(_ status: EnrolmentStatus, _ wording: Wording) -> Cell {
        switch status {
        case .invited: .badge(wording(.statusInvited))
        case .active: .badge(wording(.statusActive))
        case .completed: .badge(wording(.statusCompleted), kind: "good")
        case .paused: .badge(wording(.statusPaused), kind: "warn")
        case .dropped: .badge(wording(.statusDropped), kind: "bad")
        }
    }

    static func badge(_ state: OutboxState, _ wording: Wording) -> Cell {
        switch state {
        case .waiting: .badge(text(of: state, wording))
        case .delivered: .badge(text(of: state, wording), kind: "good")
        case .dead: .badge(text(of: state, wording), kind: "bad")
        }
    }

    static func text(of state: OutboxState, _ wording: Wording) -> String {
        switch state {
        case .waiting: wording(.deliveryWaiting)
        case .delivered: wording(.deliveryDone)
        case .dead: wording(.deliveryDead)
        }
    }

    static func badge(_ outcome: LaunchRecord.Outcome, _ wording: Wording) -> Cell {
        switch outcome {
        case .opened: .badge(text(of: outcome, wording), kind: "good")
        case .notSetUp: .badge(text(of: outcome, wording), kind: "warn")
        case .refused: .badge(text(of: outcome, wording), kind: "bad")
        }
    }

    static func text(of outcome: LaunchRecord.Outcome, _ wording: Wording) -> String {
        switch outcome {
        case .opened: wording(.launchOpened)
        case .notSetUp: wording(.launchNotSetUp)
        case .refused: wording(.launchWasRefused)
        }
    }

    static func badge(_ state: Deployment.State, _ wording: Wording) -> Cell {
        switch state {
        case .active: .badge(wording(.deploymentActive), kind: "good")
        case .waiting: .badge(wording(.deploymentWaiting), kind: "warn")
        case .disabled: .badge(wording(.deploymentDisabled), kind: "bad")
        }
    }

    static func lifecycle(_ wording: Wording) -> [(value: String, label: String)] {
        CohortLifecycle.allCases.map { lifecycle in
            let key: TextKey =
                switch lifecycle {
                case .draft: .stateDraft
                case .published: .statePublished
                case .cancelled: .stateCancelled
                case .archived: .stateArchived
                }
            return (lifecycle.rawValue, wording(key))
        }
    }

    static func role(_ role: LessonEvidence.Role, _ wording: Wording) -> String {
        switch role {
        case .started: wording(.roleStarted)
        case .completed: wording(.roleCompleted)
        case .passed: wording(.rolePassed)
        case .failed: wording(.roleFailed)
        case .waived: wording(.roleWaived)
        case .score: wording(.roleScore)
        }
    }
}
