/// A cmi5 course as `cmi5.xml` describes it (cmi5 §13.1), values trimmed, ids as bytes say and never normalised.
public struct CourseStructure: Sendable, Equatable {
    /// The publisher's id of the course.
    public var id: String
    public var title: LocalizedText
    public var description: LocalizedText
    public var objectives: [LearningObjective]
    public var children: [CourseNode]

    public init(
        id: String, title: LocalizedText, description: LocalizedText, objectives: [LearningObjective] = [],
        children: [CourseNode] = []
    ) {
        self.id = id
        self.title = title
        self.description = description
        self.objectives = objectives
        self.children = children
    }

    /// The XML namespace of `cmi5.xml` (cmi5 §13.2).
    public static let namespace = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"

    /// All assignable units in the document's order, however deep.
    public var assignableUnits: [AssignableUnit] { children.flatMap(\.assignableUnits) }

    /// All blocks in the document's order, outer before inner.
    public var blocks: [CourseBlock] { children.flatMap(\.blocks) }
}

/// What a course or a block is made of.
public indirect enum CourseNode: Sendable, Equatable {
    case unit(AssignableUnit)
    case block(CourseBlock)

    var assignableUnits: [AssignableUnit] {
        switch self {
        case .unit(let unit): [unit]
        case .block(let block): block.children.flatMap(\.assignableUnits)
        }
    }

    var blocks: [CourseBlock] {
        switch self {
        case .unit: []
        case .block(let block): [block] + block.children.flatMap(\.blocks)
        }
    }
}

/// cmi5 §13.1.2.
public struct CourseBlock: Sendable, Equatable {
    public var id: String
    public var title: LocalizedText
    public var description: LocalizedText
    /// Ids of objectives of the course.
    public var objectives: [String]
    public var children: [CourseNode]

    public init(
        id: String, title: LocalizedText, description: LocalizedText, objectives: [String] = [],
        children: [CourseNode]
    ) {
        self.id = id
        self.title = title
        self.description = description
        self.objectives = objectives
        self.children = children
    }
}

/// cmi5 §13.1.3.
public struct LearningObjective: Sendable, Equatable {
    public var id: String
    public var title: LocalizedText
    public var description: LocalizedText
}

/// The thing that is launched (cmi5 §13.1.4).
public struct AssignableUnit: Sendable, Equatable {
    /// What must have been reported for the AU to count as done.
    public enum MoveOn: String, Sendable, CaseIterable {
        case notApplicable = "NotApplicable"
        case passed = "Passed"
        case completed = "Completed"
        case completedAndPassed = "CompletedAndPassed"
        case completedOrPassed = "CompletedOrPassed"
    }

    public enum LaunchMethod: String, Sendable, CaseIterable {
        case anyWindow = "AnyWindow"
        case ownWindow = "OwnWindow"
    }

    /// The publisher's id; xAPI sees another one, made by the LMS (cmi5 §8.1.5).
    public var id: String
    public var title: LocalizedText
    public var description: LocalizedText
    public var objectives: [String]
    /// As written: fully qualified, or relative to the folder of `cmi5.xml`, with its own query and fragment.
    public var url: String
    /// The file inside the package that a relative `url` names, percent-decoded; nil for a fully qualified one.
    public var file: String?
    public var moveOn: MoveOn
    /// 0 to 1, at most four decimals.
    public var masteryScore: Double?
    public var launchMethod: LaunchMethod
    /// An IRI; nil when absent, or when the value is none.
    public var activityType: String?
    public var launchParameters: String?
    public var entitlementKey: String?

    public init(
        id: String, title: LocalizedText, description: LocalizedText, objectives: [String] = [], url: String,
        file: String? = nil, moveOn: MoveOn = .notApplicable, masteryScore: Double? = nil,
        launchMethod: LaunchMethod = .anyWindow, activityType: String? = nil, launchParameters: String? = nil,
        entitlementKey: String? = nil
    ) {
        self.id = id
        self.title = title
        self.description = description
        self.objectives = objectives
        self.url = url
        self.file = file
        self.moveOn = moveOn
        self.masteryScore = masteryScore
        self.launchMethod = launchMethod
        self.activityType = activityType
        self.launchParameters = launchParameters
        self.entitlementKey = entitlementKey
    }
}
