import Connections
import LTI
import Texts
import Values
import Workflows

/// A launch with every check, as blocks.
struct LaunchRecordView {
    var details: LaunchDetails
    var wording: Wording
    private var record: LaunchRecord { details.record }

    init(details: LaunchDetails, wording: Wording) {
        self.details = details
        self.wording = wording
    }

    var blocks: [Block] {
        let table = Table(
            wording(.checks), columns: [wording(.check), wording(.outcome), wording(.reasons), wording(.advice)],
            rows: record.checks.map(row), whenEmpty: wording(.none))
        let warnings: [Block] =
            record.warnings.isEmpty ? [] : [.note(kind: "warn", text: wording(.warnings), faults: record.warnings)]
        let received = Table(
            wording(.received), columns: [wording(.claim), wording(.connectValue)],
            rows: record.received.map { [.code($0.name), .code($0.value)] }, whenEmpty: wording(.receivedNothing))
        return [.facts(facts)] + warnings + [.table(table), .table(received)]
    }

    private var facts: [(label: String, cell: Cell)] {
        [
            (wording(.date), .moment(record.at, wording)),
            (wording(.outcome), StateWords.badge(record.outcome, wording)),
            (wording(.failureClass), .code(record.failureClass?.rawValue ?? "")),
            (wording(.httpStatus), .code(String(record.status))),
            (wording(.platformField), platform), (wording(.linkField), link),
            (wording(.deploymentID), .code(record.deploymentID ?? "")),
            (wording(.person), .code(record.person?.description ?? "")),
            (
                wording(.roles),
                .code(record.roles.map { String($0.split(separator: "#").last ?? "") }.joined(separator: ", "))
            ),
        ]
    }

    private var platform: Cell {
        guard let platform = details.platform else { return .text(wording(.platformUnknown)) }
        return .link(platform.name, "/admin/platforms/\(platform.id)")
    }

    private var link: Cell {
        details.link.map { .link($0.title ?? $0.linkID, "/admin/links/\($0.id)") } ?? .text("")
    }

    /// All that helps, each once, in the order of the reasons.
    private func advice(_ check: LaunchRecord.Check) -> String {
        var keys: [TextKey] = []
        for key in check.reasons.compactMap({ LaunchAdvice.key($0.code) }) where !keys.contains(key) {
            keys.append(key)
        }
        return keys.map { wording($0) }.joined(separator: " ")
    }

    private func row(_ check: LaunchRecord.Check) -> [Cell] {
        let reasons = check.reasons.map { [$0.code, $0.detail].compactMap { $0 }.joined(separator: ": ") }
        let words = LaunchCheck(rawValue: check.name).map { wording(LaunchCheckWords.key($0)) }
        return [
            .text(words ?? check.name), result(check.result), .text(reasons.joined(separator: "; ")),
            .text(advice(check)),
        ]
    }

    private func result(_ result: String) -> Cell {
        switch result {
        case "passed": .badge(wording(.checkPassed), kind: "good")
        case "failed": .badge(wording(.checkFailed), kind: "bad")
        default: .badge(wording(.checkNotReached))
        }
    }
}
