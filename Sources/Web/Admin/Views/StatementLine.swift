import JSON
import Texts
import Values

/// A statement in words: who did what with which thing.
struct StatementLine {
    let id: String
    let stored: String
    let actor: String
    let verb: String
    let object: String

    init(_ body: some Collection<UInt8>, _ wording: Wording) throws {
        let root = try JSONDocument(parsing: Array(body)).root
        id = root["id"]?.string ?? ""
        stored = root["stored"]?.string.flatMap { Instant(rfc3339: $0) }.map { wording.moment($0) } ?? id
        actor = root["actor"].map(Self.agent) ?? ""
        let verbID = root["verb"]?["id"]?.string ?? ""
        verb = Self.text(root["verb"]?["display"], wording) ?? verbID.split(separator: "/").last.map(String.init) ?? ""
        object = root["object"].map { Self.object($0, wording) } ?? ""
    }

    private static func agent(_ agent: JSONValue) -> String {
        let names = [agent["name"], agent["account"]?["name"], agent["mbox"], agent["openid"], agent["mbox_sha1sum"]]
        return names.lazy.compactMap { $0?.string }.first ?? ""
    }

    private static func object(_ object: JSONValue, _ wording: Wording) -> String {
        text(object["definition"]?["name"], wording) ?? object["id"]?.string ?? agent(object)
    }

    /// Of a language map the reader's language, else the first.
    private static func text(_ map: JSONValue?, _ wording: Wording) -> String? {
        guard let map, map.kind == .object else { return nil }
        let own = map.members.first { $0.name.hasPrefix(wording.language.rawValue) } ?? map.members.first { _ in true }
        return own?.value.string
    }
}
