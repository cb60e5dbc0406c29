import Mustache

/// The embedded templates, parsed once.
enum Templates {
    static let library: MustacheLibrary = {
        var library = MustacheLibrary()
        for (name, bytes) in sources {
            guard let template = try? MustacheTemplate(string: String(decoding: bytes, as: UTF8.self)) else { continue }
            library.register(template, named: name)
        }
        return library
    }()

    /// Whether a template of this name was parsed.
    static func hold(_ name: String) -> Bool { library.getTemplate(named: name) != nil }

    /// Every template by name; a test holds the list to the folder, and each of them to parsing.
    static let sources: [String: [UInt8]] = [
        "block": PackageResources.block_mustache,
        "cell": PackageResources.cell_mustache,
        "course": PackageResources.course_mustache,
        "form": PackageResources.form_mustache,
        "launch-entry": PackageResources.launch_entry_mustache,
        "layout": PackageResources.layout_mustache,
        "lesson": PackageResources.lesson_mustache,
        "lesson-state": PackageResources.lesson_state_mustache,
        "message": PackageResources.message_mustache,
        "moment": PackageResources.moment_mustache,
        "picker": PackageResources.picker_mustache,
        "registration": PackageResources.registration_mustache,
        "self-post": PackageResources.self_post_mustache,
        "storage": PackageResources.storage_mustache,
        "staff": PackageResources.staff_mustache,
    ]
}
