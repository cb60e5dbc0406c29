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

    /// Every template by name; a test holds the list to the folder, and each of them to parsing.
    static let sources: [String: [UInt8]] = [
        "layout": PackageResources.layout_mustache,
        "message": PackageResources.message_mustache,
    ]
}
