import HTTPTypes
import JSON
import Values

/// A whole definition of a line item as a strict LMS reads it (AGS §3.2.6 to §3.2.13): what isn't in it is taken away.
struct LineItemBody: Sendable {
    var id: String?
    var label: String
    var maximum: Double
    var resourceLinkID, resourceID, tag: String?
    var startDateTime, endDateTime: String?
    var submissionReview: JSONNode?
    var extensions: [(name: String, value: JSONNode)]

    init(_ body: JSONValue) throws {
        guard let label = body["label"]?.string, !label.allSatisfy(\.isWhitespace),
            let maximum = body["scoreMaximum"]?.double, maximum > 0
        else { throw Refusal(status: .badRequest, reason: "label and a positive scoreMaximum are needed.") }
        self.label = label
        self.maximum = maximum
        id = body["id"]?.string
        (resourceLinkID, resourceID) = (body["resourceLinkId"]?.string, body["resourceId"]?.string)
        tag = body["tag"]?.string
        submissionReview = body["submissionReview"]?.node
        (startDateTime, endDateTime) = (body["startDateTime"]?.string, body["endDateTime"]?.string)
        for moment in [startDateTime, endDateTime].compactMap({ $0 }) where Instant(rfc3339: moment) == nil {
            throw Refusal(status: .badRequest, reason: "\(moment) is no date-time with zone.")
        }
        extensions = body.members.filter { $0.name.contains("://") }.map { ($0.name, $0.value.node) }
    }

    /// - Parameter forced: the platform's own maximum.
    func apply(to item: inout Gradebook.LineItem, forced: Double?) {
        item.label = label
        item.scoreMaximum = forced ?? maximum
        (item.resourceID, item.tag) = (resourceID, tag)
        (item.startDateTime, item.endDateTime) = (startDateTime, endDateTime)
        item.extensions = extensions
    }
}

extension Gradebook.LineItem {
    func node(at url: String) -> JSONNode {
        .compactObject(
            [
                ("id", .string(url)), ("label", .string(label)), ("scoreMaximum", .number(String(scoreMaximum))),
                ("resourceLinkId", resourceLinkID.map { .string($0) }),
                ("resourceId", resourceID.map { .string($0) }), ("tag", tag.map { .string($0) }),
                ("startDateTime", startDateTime.map { .string($0) }), ("endDateTime", endDateTime.map { .string($0) }),
                ("submissionReview", submissionReview),
            ] + extensions.map { ($0.name, $0.value) })
    }
}
