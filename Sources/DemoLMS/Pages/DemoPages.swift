import HTTPTypes
import Hummingbird
import Mustache
import NIOCore

/// The LMS's pages, rendered from the embedded templates; every value is escaped by the templates.
struct DemoPages: Sendable {
    private let library: MustacheLibrary

    init() throws {
        library = MustacheLibrary(templates: [
            "page": try Self.template(PackageResources.page_mustache),
            "home": try Self.template(PackageResources.home_mustache),
            "frame": try Self.template(PackageResources.frame_mustache),
            "gradebook": try Self.template(PackageResources.gradebook_mustache),
            "add-content": try Self.template(PackageResources.add_content_mustache),
            "added": try Self.template(PackageResources.added_mustache),
            "tools": try Self.template(PackageResources.tools_mustache),
            "storage-frame": try Self.template(PackageResources.storage_frame_mustache),
            "autopost": try Self.template(PackageResources.autopost_mustache),
        ])
    }

    private static func template(_ bytes: [UInt8]) throws -> MustacheTemplate {
        try MustacheTemplate(string: String(decoding: bytes, as: UTF8.self))
    }

    static let storageScript = String(decoding: PackageResources.storage_js, as: UTF8.self)
    static let style = String(decoding: PackageResources.style_css, as: UTF8.self)

    func render(_ name: String, _ values: [String: Any]) -> Response {
        .html(library.render(values, withTemplate: name) ?? "")
    }

    /// A form that posts itself, with a button for browsers without scripts (OAuth 2.0 Form Post Response Mode).
    /// - Parameter hidesOrigin: whether the tool isn't told which page sends the form.
    func autoPost(
        to action: String, fields: [(name: String, value: String)], hidesOrigin: Bool = true
    ) -> Response {
        render(
            "autopost",
            [
                "action": action, "hidesOrigin": hidesOrigin,
                "fields": fields.map { ["name": $0.name, "value": $0.value] },
            ])
    }
}
