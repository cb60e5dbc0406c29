import JSON

/// Ids of a student information system (LTI Core 1.3 §5.4.5); never used to recognise a person.
public struct LISClaim: Sendable, Equatable {
    public let personSourcedID: String?
    public let courseOfferingSourcedID: String?
    public let courseSectionSourcedID: String?

    init?(_ claim: JSONValue) {
        guard claim.kind == .object else { return nil }
        personSourcedID = claim.text("person_sourcedid")
        courseOfferingSourcedID = claim.text("course_offering_sourcedid")
        courseSectionSourcedID = claim.text("course_section_sourcedid")
    }
}
