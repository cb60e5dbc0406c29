import JSON

/// Which system the platform is (LTI Core 1.3 §5.4.2), for support alone.
public struct ToolPlatformClaim: Sendable, Equatable {
    public let guid: String
    public let name: String?
    public let productFamilyCode: String?
    public let version: String?

    init?(_ claim: JSONValue) {
        guard let guid = claim.text("guid") else { return nil }
        self.guid = guid
        name = claim.text("name")
        productFamilyCode = claim.text("product_family_code")
        version = claim.text("version")
    }
}
