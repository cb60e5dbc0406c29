import DemoData
import DemoJourney
import DemoLMS
import JSON
import ServiceWorld
import Testing
import Values
import Workflows

@Suite("The schema of content items", .serialized)
struct ContentItemSchemaTests {
    @Test(
        "LTI-DL-29: what an item has beyond the standard goes by URLs, whatever was chosen",
        arguments: ["strict", "canvas", "moodle"])
    func extraProperties(profile: String) async throws {
        try await RunningService.with(profile: try #require(.named(profile))) { service in
            let teacher = PickerVisit(service)
            _ = try await service.closeFirstModule(
                groupEnds: service.services.world.now().adding(seconds: 30 * 86_400))
            var placed: [JSONNode] = []
            for graded in ["1", "0"] {
                for target in ["iframe", "window"] {
                    await service.lms.changeDeepLinking([
                        ("accept_presentation_document_targets", [.string(target)]), ("text", "Said by the platform"),
                    ])
                    let offered = PickerVisit.parts(on: try await teacher.contents(teacher.open()))
                    let parts = service.lms.profile.acceptsSeveralItems ? offered : ["course"]
                    placed += try await teacher.place(parts, [("graded", graded)]).items
                }
            }
            #expect(placed.contains { $0["lineItem"] != nil } && placed.contains { $0["lineItem"] == nil })
            #expect(placed.contains { $0["iframe"] != nil } && placed.contains { $0["window"] != nil })
            for item in placed { #expect(ItemSchema.item.faults(of: item) == [], "\(item.text)") }
        }
    }

    @Test("The schema takes extra members under URLs, and finds bare ones at every depth")
    func control() {
        let good: JSONNode = [
            "type": "ltiResourceLink", "https://vendor.example/colour": "red", "custom": ["any_name": "x"],
            "lineItem": ["scoreMaximum": 1, "https://vendor.example/weight": ["bare": 2]],
        ]
        #expect(ItemSchema.item.faults(of: good) == [])
        let bad: JSONNode = [
            "type": "ltiResourceLink", "colour": "red", "vendor.example/colour": "red", "custom": ["n": 7],
            "lineItem": ["weight": 2], "iframe": ["width": 1, "depth": 2],
        ]
        let faults = ["colour", "vendor.example/colour", "custom.n", "lineItem.weight", "iframe.depth"]
        #expect(ItemSchema.item.faults(of: bad) == faults)
    }
}

/// The members that the standards give an object; all others need a URL for their name (Deep Linking 2.0 §3.6).
private struct ItemSchema {
    var names: Set<String> = []
    var objects: [String: ItemSchema] = [:]
    /// Whether names are free, and values texts, as in custom parameters.
    var isOpen = false

    /// Deep Linking 2.0 §3.2.
    static let item = ItemSchema(
        names: ["type", "url", "title", "text"],
        objects: [
            "icon": ItemSchema(names: ["url", "width", "height"]),
            "thumbnail": ItemSchema(names: ["url", "width", "height"]),
            "window": ItemSchema(names: ["targetName", "width", "height", "windowFeatures"]),
            "iframe": ItemSchema(names: ["width", "height"]),
            "custom": ItemSchema(isOpen: true), "available": period, "submission": period, "lineItem": line,
        ])

    private static let period = ItemSchema(names: ["startDateTime", "endDateTime"])

    /// With the member of Submission Review 1.0 §3.3.
    private static let line = ItemSchema(
        names: ["label", "scoreMaximum", "resourceId", "tag", "gradesReleased"],
        objects: [
            "submissionReview": ItemSchema(
                names: ["reviewableStatus", "label", "url"], objects: ["custom": ItemSchema(isOpen: true)])
        ])

    /// The paths of members whose names may not be.
    func faults(of node: JSONNode, at path: String = "") -> [String] {
        guard case .object(let members) = node else { return [path + "isn't an object"] }
        return members.flatMap { name, value -> [String] in
            if isOpen { return value.string == nil ? [path + name] : [] }
            if let schema = objects[name] { return schema.faults(of: value, at: path + name + ".") }
            return names.contains(name) || name.hasPrefix("https://") || name.hasPrefix("http://") ? [] : [path + name]
        }
    }
}
