package import JSON
import Values

/// What a picker sent back (Deep Linking 2.0 §4.5).
package struct Placement: Sendable {
    /// The whole message, as it came and was verified.
    package var claims: JSONNode
    /// The compact token itself.
    package var token: String
    package var items: [JSONNode]
}

extension DemoPlatform {
    package func changeDeepLinking(_ changes: [(name: String, value: JSONNode?)]) { deepLinkingChanges = changes }

    /// Makes a copy of a link in a copied course: a new id, the same custom parameters, the old id in its history.
    package func copy(_ id: DemoLink.ID, to newID: DemoLink.ID) {
        guard let old = links.first(where: { $0.id == id }) else { return }
        var copy = DemoLink(id: newID, title: old.title, custom: old.custom, url: old.url)
        copy.history = [old.id] + old.history
        add(copy)
    }

    func beginPlacement() -> String { "placement-" + world.newSecret() }

    func record(_ placement: Placement) { placements.append(placement) }
}

extension LaunchMessage {
    /// Odd on purpose: quotes, a slash, another script. It has to come back to the letter.
    static func data(of request: String) -> String { "a\"b/é العربية " + request }

    /// Deep Linking 2.0 §4.4.1.
    var deepLinkingSettings: [(String, JSONNode)] {
        guard case .deepLinking(let request) = launch.message else { return [] }
        var members: [(String, JSONNode)] = [
            ("deep_link_return_url", .string(platform.baseURL + "/content/return?request=" + request)),
            ("accept_types", ["ltiResourceLink"]),
            ("accept_presentation_document_targets", ["iframe", "window"]),
            ("accept_multiple", .bool(platform.profile.acceptsSeveralItems)),
        ]
        if platform.profile.sendsDeepLinkingData { members.append(("data", .string(Self.data(of: request)))) }
        for change in settingsChanges {
            members.removeAll { $0.0 == change.name }
            if let value = change.value { members.append((change.name, value)) }
        }
        return members
    }
}
