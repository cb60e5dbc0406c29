import Connections
import LTI

/// Where a platform lets us be opened (Dynamic Registration 1.0 §3.4, §3.5.2). Most platforms choose themselves; Canvas takes
/// a message without placements for a choice of links, and of two for the same place the first, so that the picker would
/// be lost.
struct ToolPlacements: Sendable {
    private static let canvas = "https://canvas.instructure.com/lti/"
    private static let links = [canvas + "course_navigation"]
    private static let picker = ["ContentArea", "RichTextEditor", canvas + "assignment_selection"]

    private let platform: OpenIDConfiguration

    init(_ platform: OpenIDConfiguration) { self.platform = platform }

    /// Of the resource link message: a place of its own in the course.
    var ofLinks: [String] { offered(Self.links, for: .resourceLink) }

    /// Of the deep linking message. Canvas' own name for the list of content is the standard's ContentArea.
    var ofPicker: [String] {
        let places = offered(Self.picker, for: .deepLinking)
        return places.contains("ContentArea")
            ? places : places + offered([Self.canvas + "link_selection"], for: .deepLinking)
    }

    /// Those that the platform names; all for a Canvas that names none.
    private func offered(_ places: [String], for message: MessageType) -> [String] {
        if let named = platform.placements[message.rawValue] { return places.filter(named.contains) }
        let isCanvas = PlatformProduct.of(issuer: platform.issuer, code: platform.productFamilyCode) == .canvas
        return isCanvas ? places : []
    }
}
