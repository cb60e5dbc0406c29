import Cohorts
import Connections
import LTI
import Texts
import Values
import Workflows

/// The picker's second page: the course as a whole, its modules and lessons, to be ticked.
struct ContentListView {
    var request: DeepLinkingRequest
    var offered: OfferedCourse
    /// Nil for a new one.
    var cohort: UUID16?
    var visit: LaunchVisit

    func page(after error: ServiceError? = nil, _ sent: FormBody? = nil) -> Page {
        let wording = visit.wording
        var page = visit.page("picker", title: offered.course.title, values: values(sent))
        page.values["fault"] = .optional(fault(error))
        page.values["nameFault"] = .optional(error?.faults.first { $0.place == "/name" }?.message)
        page.values["up"] = ["href": .text(visit.base), "label": .text(wording(.pickerTitle))]
        return page
    }

    private var settings: (multiple: Bool, graded: Bool) {
        (request.settings.acceptsMultiple, request.settings.acceptsLineItem != false)
    }

    /// What is wrong as a whole; a fault of the name stands beside the name.
    private func fault(_ error: ServiceError?) -> String? {
        guard let error else { return nil }
        return error.faults.first { $0.place == "content" }.map { _ in visit.wording(.pickerNothing) }
            ?? (error.faults.isEmpty ? error.message : nil)
    }

    private func values(_ sent: FormBody?) -> [String: PageValue] {
        let wording = visit.wording
        let chosen = Set(sent?.list("content") ?? ["course"])
        return [
            "action": .text(visit.base + "answer"), "cancel": .text(visit.base + "cancel"),
            "course": .text(offered.course.id.description), "group": .text(cohort?.description ?? "new"),
            "groupName": .optional(offered.cohorts.first { $0.id == cohort }?.name), "isNew": .flag(cohort == nil),
            "name": .text(sent?["name"] ?? request.contextTitle ?? ""),
            "itemTitle": .text(sent?["title"] ?? request.settings.title ?? ""),
            "choiceType": .text(settings.multiple ? "checkbox" : "radio"),
            "legend": .text(wording(settings.multiple ? .pickerContents : .pickerContent)),
            "whole": part("course", wording(.pickerWhole), chosen), "modules": .list(modules(chosen)),
            "canGrade": .flag(settings.graded), "isGraded": .flag(sent.map { $0["graded"] == "1" } ?? true),
            "createsAtOnce": .flag(request.settings.createsAtOnce),
        ]
    }

    private func modules(_ chosen: Set<String>) -> [PageValue] {
        offered.modules.map { module, lessons in
            [
                "module": part("module:\(module.id)", module.title, chosen),
                "lessons": .list(lessons.map { ["lesson": part("lesson:\($0.id)", $0.title, chosen)] }),
            ]
        }
    }

    private func part(_ value: String, _ label: String, _ chosen: Set<String>) -> PageValue {
        ["value": .text(value), "label": .text(label), "isChosen": .flag(chosen.contains(value))]
    }
}
