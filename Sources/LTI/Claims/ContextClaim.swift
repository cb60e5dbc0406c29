/// The course or group that the link stands in (LTI Core 1.3 §5.4.1); its id is unique within a deployment only.
public struct ContextClaim: Sendable, Equatable {
    public let id: String
    public let label: String?
    public let title: String?
    /// As sent.
    public let types: [String]

    /// The types of LTI Core 1.3 §A.
    public enum Kind: String, Sendable, CaseIterable {
        case courseTemplate = "CourseTemplate"
        case courseOffering = "CourseOffering"
        case courseSection = "CourseSection"
        case group = "Group"
    }

    /// Those types that the vocabulary knows, in full, simple or URN form (§A.1); others are ignored.
    public var kinds: Set<Kind> {
        let prefixes = ["http://purl.imsglobal.org/vocab/lis/v2/course#", "urn:lti:context-type:ims/lis/"]
        return Set(
            types.compactMap { type in
                let name = prefixes.first(where: type.hasPrefix).map { String(type.dropFirst($0.count)) } ?? type
                return Kind(rawValue: name)
            })
    }
}
