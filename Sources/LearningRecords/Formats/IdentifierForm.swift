import JSON
import XAPI

/// `format=ids`: an activity is its id, an agent or identified group its identifier, an anonymous group its members'
/// identifiers, a verb its id; in SubStatements too.
struct IdentifierForm {
    private var writer: JSONWriter

    static func render(_ statement: JSONValue) -> [UInt8] {
        var form = IdentifierForm(writer: JSONWriter(capacity: statement.rawBytes.count))
        form.statement(statement)
        return form.writer.bytes
    }

    private mutating func statement(_ value: JSONValue) {
        members(of: value) { form, name, child in
            switch name {
            case "actor", "authority": form.agent(child)
            case "verb": form.onlyID(child)
            case "object": form.object(child)
            case "context": form.context(child)
            default: form.writer.value(child)
            }
        }
    }

    private mutating func object(_ value: JSONValue) {
        switch value["objectType"]?.string ?? "Activity" {
        case "Activity": onlyID(value)
        case "SubStatement": statement(value)
        case "StatementRef": writer.value(value)
        default: agent(value, isObject: true)
        }
    }

    private mutating func context(_ value: JSONValue) {
        members(of: value) { form, name, child in
            switch name {
            case "instructor", "team": form.agent(child)
            case "contextActivities":
                form.members(of: child) { form, _, list in form.list(list) { $0.onlyID($1) } }
            case "contextAgents": form.list(child) { $0.entry($1, "agent") }
            case "contextGroups": form.list(child) { $0.entry($1, "group") }
            default: form.writer.value(child)
            }
        }
    }

    private mutating func entry(_ value: JSONValue, _ property: String) {
        members(of: value) { form, name, child in
            if name == property { form.agent(child) } else { form.writer.value(child) }
        }
    }

    /// - Parameter isObject: an object without a type would be an Activity (1.0.3 Data §2.4.4.2).
    private mutating func agent(_ value: JSONValue, isObject: Bool = false) {
        writer.beginObject()
        if value["objectType"]?.string == "Group" {
            member("objectType") { $0.writer.string("Group") }
        } else if isObject {
            member("objectType") { $0.writer.string("Agent") }
        }
        if let name = AgentIdentifier.properties.first(where: { value[$0] != nil }), let identifier = value[name] {
            member(name) { $0.writer.value(identifier) }
        } else if let members = value["member"] {
            member("member") { $0.list(members) { $0.agent($1) } }
        }
        writer.endObject()
    }

    private mutating func onlyID(_ value: JSONValue) {
        writer.beginObject()
        if let id = value["id"] { member("id") { $0.writer.value(id) } }
        writer.endObject()
    }

    private mutating func member(_ name: String, _ write: (inout IdentifierForm) -> Void) {
        writer.name(name)
        write(&self)
    }

    private mutating func members(
        of value: JSONValue, _ write: (inout IdentifierForm, String, JSONValue) -> Void
    ) {
        writer.beginObject()
        for (name, child) in value.members {
            writer.name(name)
            write(&self, name, child)
        }
        writer.endObject()
    }

    private mutating func list(_ value: JSONValue, _ write: (inout IdentifierForm, JSONValue) -> Void) {
        writer.beginArray()
        for element in value.elements { write(&self, element) }
        writer.endArray()
    }
}
