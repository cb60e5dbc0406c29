import CMI5
import Content
import ContentPackages
import Database
import JSON
import LearningRecords
import Values

/// What a manifest says about its activities, written to the LRS as their canonical definitions (CMI-STR-11,
/// CMI-TC-07).
struct CanonicalDefinitions {
    private let store: ActivityStore

    init(_ tenant: TenantID) { store = ActivityStore(tenant) }

    func write(
        _ imported: ImportedPackage, _ content: CheckedPackage.Content, in tx: Transaction, now: Instant
    ) throws {
        for item in imported.items { try define(item.activityID, Self.definition(of: item), tx, now) }
        guard case .tincan(let course) = content else { return }
        for activity in course.activities where activity.launch == nil {
            try define(activity.id, Self.definition(of: activity), tx, now)
        }
    }

    private func define(_ activity: String, _ definition: JSONNode, _ tx: Transaction, _ now: Instant) throws {
        let value = try JSONDocument(parsing: definition.serialized).root
        try store.define(activity, value, in: tx, now: now)
    }

    private static func definition(of item: PackageItem) -> JSONNode {
        let type: String? =
            switch item.kind {
            case .course: CMI5ActivityType.course
            case .block: CMI5ActivityType.block
            case .unit, .activity: item.activityType
            }
        return definition(item.title, item.description, type, more: [])
    }

    private static func definition(of activity: TinCanActivity) -> JSONNode {
        guard let interaction = activity.interaction else {
            return definition(activity.name, activity.description, activity.type, more: [])
        }
        let patterns = interaction.correctResponsesPattern
        let lists = interaction.components.sorted { $0.key < $1.key }.map { name, components in
            (name, Optional(JSONNode.array(components.map(component))))
        }
        return definition(
            activity.name, activity.description, activity.type,
            more: [
                ("interactionType", .string(interaction.type)),
                ("correctResponsesPattern", patterns.isEmpty ? nil : .array(patterns.map { .string($0) })),
            ] + lists)
    }

    private static func component(_ component: TinCanActivity.Interaction.Component) -> JSONNode {
        ["id": .string(component.id), "description": component.description.languageMap]
    }

    private static func definition(
        _ name: LocalizedText, _ description: LocalizedText, _ type: String?, more: [(String, JSONNode?)]
    ) -> JSONNode {
        .compactObject(
            [
                ("name", name.variants.isEmpty ? nil : name.languageMap),
                ("description", description.variants.isEmpty ? nil : description.languageMap),
                ("type", type.map { .string($0) }),
            ] + more)
    }
}
