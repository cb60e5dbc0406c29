import JSON
import XAPI

/// A statement with every property that a version knows, and the places within it.
enum FullStatement {
    static func of(_ version: XAPIVersion) -> JSONNode {
        let whole = shared(version)
            .setting("id", .string(Fresh.uuid))
            .setting("stored", "2023-05-04T12:00:01Z")
            .setting("version", .string(version == .v1 ? "1.0.3" : "2.0.0"))
            .setting("authority", draft(#"{"objectType":"Agent","name":"A","mbox":"mailto:authority@example.com"}"#))
        return whole.setting("object", activity)
    }

    /// The same inside a SubStatement.
    static func withSubStatement(_ version: XAPIVersion) -> JSONNode {
        let inner = shared(version).setting("objectType", "SubStatement").setting("object", activity)
        return Fresh.statement().setting("object", inner)
    }

    static let activity = draft(
        #"""
        {"objectType":"Activity","id":"http://example.com/activities/whole","definition":{
          "name":{"en":"Whole","fr":"Entier"},"description":{"en":"All there is"},
          "type":"http://example.com/types/thing","moreInfo":"http://example.com/more",
          "interactionType":"choice","correctResponsesPattern":["a[,]b"],
          "choices":[{"id":"a","description":{"en":"A"}},{"id":"b","description":{"en":"B"}}],
          "extensions":{"http://example.com/x":{"any":[1,null]}}}}
        """#)

    private static func shared(_ version: XAPIVersion) -> JSONNode {
        let statement = draft(
            #"""
            {"actor":{"objectType":"Agent","name":"Ann","account":{"homePage":"http://example.com","name":"ann"}},
             "verb":{"id":"http://example.com/verbs/did","display":{"en-US":"did","fr":"a fait"}},
             "object":{},
             "result":{"score":{"scaled":0.5,"raw":5,"min":0,"max":10},"success":true,"completion":false,
               "response":"a","duration":"PT1H0M0.5S","extensions":{"http://example.com/x":1}},
             "context":{"registration":"3f0f8d2c-4a77-4b52-9c4b-0c1a6f9b3c11",
               "instructor":{"objectType":"Agent","mbox":"mailto:teacher@example.com"},
               "team":{"objectType":"Group","name":"Team","mbox":"mailto:team@example.com",
                 "member":[{"objectType":"Agent","openid":"http://example.com/openid"}]},
               "contextActivities":{"parent":[{"objectType":"Activity","id":"http://example.com/activities/p"}],
                 "grouping":[{"id":"http://example.com/activities/g","definition":{"name":{"en":"G"}}}],
                 "category":[{"id":"http://example.com/activities/c"}],"other":[{"id":"http://example.com/activities/o"}]},
               "revision":"2","platform":"a desk","language":"en-GB",
               "statement":{"objectType":"StatementRef","id":"3f0f8d2c-4a77-4b52-9c4b-0c1a6f9b3c12"},
               "extensions":{"http://example.com/x":[null]}},
             "timestamp":"2023-05-04T12:00:00.123Z",
             "attachments":[{"usageType":"http://example.com/usage","display":{"en":"File"},
               "description":{"en":"A file"},"contentType":"text/plain","length":27,
               "sha2":"495395e777cd98da653df9615d09c0fd6bb2f8d4788394cd53c56a3bfdcd848a",
               "fileUrl":"http://example.com/file"}]}
            """#)
        guard version == .v2 else { return statement }
        return statement.setting("context/contextAgents", contextAgents)
            .setting("context/contextGroups", contextGroups)
    }

    static let contextAgents = draft(
        #"""
        [{"objectType":"contextAgent","agent":{"objectType":"Agent","mbox":"mailto:helper@example.com"},
          "relevantTypes":["http://example.com/types/helper"]}]
        """#)
    static let contextGroups = draft(
        #"""
        [{"objectType":"contextGroup","group":{"objectType":"Group","mbox":"mailto:helpers@example.com"},
          "relevantTypes":["http://example.com/types/helpers"]}]
        """#)
}

extension JSONNode {
    /// All paths below, those inside extensions left out.
    var paths: [String] {
        let children: [(String, JSONNode)] =
            switch self {
            case .object(let members): members
            case .array(let elements): elements.enumerated().map { (String($0.offset), $0.element) }
            default: []
            }
        return children.flatMap { name, child in
            [name] + (name == "extensions" ? [] : child.paths.map { name + "/" + $0 })
        }
    }

    /// Those of the paths that lead to objects whose properties the standard names, the statement itself among them.
    var namedObjects: [String] {
        let maps: Set = ["display", "name", "description", "extensions"]
        return [""]
            + paths.filter { path in
                guard case .object? = self[path: path] else { return false }
                return !maps.contains(String(path.split(separator: "/").last ?? ""))
            }
    }

    var kindName: String {
        switch self {
        case .object: "object"
        case .array: "array"
        case .string: "string"
        case .number: "number"
        case .bool: "boolean"
        case .null: "null"
        case .raw: "raw"
        }
    }
}
