import JSON
import XAPI

/// `format=canonical`: definitions as this LRS knows them and displays, one language in each map; in SubStatements too.
struct CanonicalForm {
    private var writer: JSONWriter
    private let languages: LanguagePreference
    /// What is known of an activity; nil for nothing.
    private let definition: (String) -> JSONValue?
    /// How a verb is displayed; nil when nothing is known.
    private let display: (String) -> JSONValue?

    static func render(
        _ statement: JSONValue, languages: LanguagePreference, definition: (String) -> JSONValue?,
        display: (String) -> JSONValue?
    ) -> [UInt8] {
        withoutActuallyEscaping(definition) { definition in
            withoutActuallyEscaping(display) { display in
                var form = CanonicalForm(
                    writer: JSONWriter(), languages: languages, definition: definition, display: display)
                form.statement(statement)
                return form.writer.bytes
            }
        }
    }

    private mutating func statement(_ value: JSONValue) {
        members(of: value) { form, name, child in
            switch name {
            case "verb": form.verb(child)
            case "object": form.object(child)
            case "context": form.context(child)
            default: form.writer.value(child)
            }
        }
    }

    private mutating func verb(_ value: JSONValue) {
        let known = value["id"]?.string.flatMap(display)
        members(of: value, without: known == nil ? nil : "display") { form, name, child in
            if name == "display" { form.languageMap(child) } else { form.writer.value(child) }
        } then: { form in
            guard let known else { return }
            form.writer.name("display")
            form.languageMap(known)
        }
    }

    private mutating func object(_ value: JSONValue) {
        switch value["objectType"]?.string ?? "Activity" {
        case "Activity": activity(value)
        case "SubStatement": statement(value)
        default: writer.value(value)
        }
    }

    private mutating func context(_ value: JSONValue) {
        members(of: value) { form, name, child in
            guard name == "contextActivities" else { return form.writer.value(child) }
            form.members(of: child) { form, _, list in
                form.writer.beginArray()
                for activity in list.elements { form.activity(activity) }
                form.writer.endArray()
            }
        }
    }

    private mutating func activity(_ value: JSONValue) {
        let known = value["id"]?.string.flatMap(definition)
        members(of: value, without: known == nil ? nil : "definition") { form, name, child in
            if name == "definition" { form.definitionObject(child) } else { form.writer.value(child) }
        } then: { form in
            guard let known else { return }
            form.writer.name("definition")
            form.definitionObject(known)
        }
    }

    private mutating func definitionObject(_ value: JSONValue) {
        members(of: value) { form, name, child in
            switch name {
            case "name", "description": form.languageMap(child)
            case "choices", "scale", "source", "target", "steps":
                form.writer.beginArray()
                for component in child.elements { form.component(component) }
                form.writer.endArray()
            default: form.writer.value(child)
            }
        }
    }

    private mutating func component(_ value: JSONValue) {
        members(of: value) { form, name, child in
            if name == "description" { form.languageMap(child) } else { form.writer.value(child) }
        }
    }

    private mutating func languageMap(_ value: JSONValue) {
        writer.beginObject()
        if let tag = languages.choose(from: value.members.map(\.name)), let text = value[tag] {
            writer.name(tag)
            writer.value(text)
        }
        writer.endObject()
    }

    private mutating func members(
        of value: JSONValue, without left: String? = nil,
        _ write: (inout CanonicalForm, String, JSONValue) -> Void, then: (inout CanonicalForm) -> Void = { _ in }
    ) {
        writer.beginObject()
        for (name, child) in value.members where name != left {
            writer.name(name)
            write(&self, name, child)
        }
        then(&self)
        writer.endObject()
    }
}
