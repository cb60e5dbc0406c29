/// An xAPI ("Tin Can") package as its `tincan.xml` describes it: a flat list of activities of which at most one can be
/// launched.
public struct TinCanCourse: Sendable, Equatable {
    public static let namespace = "http://projecttincan.com/tincan.xsd"

    public var activities: [TinCanActivity]

    /// The activity that is launched; nil for a package of definitions alone.
    public var root: TinCanActivity? { activities.first { $0.launch != nil } }
}

public struct TinCanActivity: Sendable, Equatable {
    public struct Launch: Sendable, Equatable {
        public var language: String
        /// As written: relative to the folder of `tincan.xml`, or fully qualified.
        public var url: String
        /// The file inside the package; nil for a fully qualified URL.
        public var file: String?
    }

    public struct Interaction: Sendable, Equatable {
        public struct Component: Sendable, Equatable {
            public var id: String
            public var description: LocalizedText
        }

        /// A name of xAPI's interaction types, such as `choice`.
        public var type: String
        public var correctResponsesPattern: [String]
        /// `choices`, `scale`, `source`, `target`, `steps`.
        public var components: [String: [Component]]
    }

    /// As bytes say, never normalised; unrelated packages use the same one.
    public var id: String
    public var type: String?
    public var name: LocalizedText
    public var description: LocalizedText
    public var launch: Launch?
    public var interaction: Interaction?
}
