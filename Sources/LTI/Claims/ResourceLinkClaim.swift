/// The placement that was opened (LTI Core 1.3 §5.3.5); its id is unique within a deployment only.
public struct ResourceLinkClaim: Sendable, Equatable {
    public let id: String
    public let title: String?
    public let description: String?
}
