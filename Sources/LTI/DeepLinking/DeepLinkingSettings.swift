public import JSON
import Values

/// What the platform takes back from a picker (Deep Linking 2.0 §4.4.1).
public struct DeepLinkingSettings: Sendable {
    /// Opened by the user's browser only, with the answer as a form: https, or plain http on the machine itself.
    public let returnURL: String
    public let acceptTypes: [String]
    public let acceptPresentationDocumentTargets: [String]
    /// False when absent.
    public let acceptsMultiple: Bool
    /// Nil when the platform doesn't say, and then line items may be sent.
    public let acceptsLineItem: Bool?
    /// True when there is no confirmation after the picker.
    public let createsAtOnce: Bool
    public let title: String?
    public let text: String?
    /// Goes back unchanged if and only if it came (§4.5.5).
    public let data: JSONNode?
    /// The claim as it came, to be kept until the answer.
    public let received: JSONNode

    /// Whether placements of the tool are taken at all.
    public var acceptsResourceLinks: Bool { acceptTypes.contains(ResourceLinkItem.type) }

    /// Reads a claim, also one that was kept.
    /// - Returns: nil when a required member is missing or unusable.
    public init?(_ claim: JSONValue) {
        guard let returnURL = claim["deep_link_return_url"]?.string,
            WebAddress(returnURL)?.isLinkable == true,
            let types = claim["accept_types"], types.kind == .array,
            let targets = claim["accept_presentation_document_targets"], targets.kind == .array
        else { return nil }
        self.returnURL = returnURL
        acceptTypes = types.elements.compactMap(\.string)
        acceptPresentationDocumentTargets = targets.elements.compactMap(\.string)
        acceptsMultiple = claim["accept_multiple"]?.bool ?? false
        acceptsLineItem = claim["accept_lineitem"]?.bool
        createsAtOnce = claim["auto_create"]?.bool ?? false
        title = claim.text("title")
        text = claim.text("text")
        data = claim["data"].map { .raw(Array($0.rawBytes)) }
        received = .raw(Array(claim.rawBytes))
    }
}
