import CMI5
import ContentPackages
import Cryptography
import Values

/// Lays a manifest out as items, outer before inner, in the document's order.
struct ItemPlan {
    private(set) var items: [PackageItem] = []
    private let version: UUID16
    private let newID: () -> UUID16
    /// The activity id of a part, by its publisher id.
    private let activityID: (String) -> String

    init(version: UUID16, newID: @escaping () -> UUID16, activityID: @escaping (String) -> String) {
        self.version = version
        self.newID = newID
        self.activityID = activityID
    }

    mutating func add(_ content: CheckedPackage.Content) {
        switch content {
        case .cmi5(let course): add(course)
        case .tincan(let course): if let root = course.root { add(root) }
        }
    }

    private mutating func add(_ course: CourseStructure) {
        let item = item(.course, course.id, course.title, course.description, parent: nil)
        items.append(item)
        for child in course.children { add(child, below: item.id) }
    }

    private mutating func add(_ node: CourseNode, below parent: UUID16) {
        switch node {
        case .unit(let unit): items.append(self.unit(unit, parent))
        case .block(let block):
            let item = item(.block, block.id, block.title, block.description, parent: parent)
            items.append(item)
            for child in block.children { add(child, below: item.id) }
        }
    }

    private func unit(_ unit: AssignableUnit, _ parent: UUID16) -> PackageItem {
        var item = item(.unit, unit.id, unit.title, unit.description, parent: parent)
        item.activityType = unit.activityType
        item.url = unit.url
        item.file = unit.file
        item.moveOn = MoveOn(rawValue: unit.moveOn.rawValue) ?? .notApplicable
        item.masteryScore = unit.masteryScore
        item.opensOwnWindow = unit.launchMethod == .ownWindow
        item.launchParameters = unit.launchParameters
        item.entitlementKey = unit.entitlementKey
        return item
    }

    private mutating func add(_ root: TinCanActivity) {
        var item = item(.activity, root.id, root.name, root.description, parent: nil)
        item.activityType = root.type
        item.url = root.launch?.url ?? ""
        item.file = root.launch?.file
        items.append(item)
    }

    private func item(
        _ kind: PackageItem.Kind, _ publisherID: String, _ title: LocalizedText, _ description: LocalizedText,
        parent: UUID16?
    ) -> PackageItem {
        PackageItem(
            id: newID(), version: version, parent: parent, position: items.count, kind: kind,
            activityID: kind == .activity ? publisherID : activityID(publisherID), publisherID: publisherID,
            title: title, description: description, activityType: nil, url: "", file: nil, moveOn: .notApplicable,
            masteryScore: nil, opensOwnWindow: false, launchParameters: nil, entitlementKey: nil)
    }
}

/// The first half of an identifier's SHA-256: what indexes hold instead of a text of any length.
func identifierKey(_ text: String) -> [UInt8] { Array(Digest.sha256(Array(text.utf8)).prefix(16)) }
