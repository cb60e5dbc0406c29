package import Values

/// A form with labelled fields; faults stand beside the fields that they are about, all at once.
package struct FormView: Sendable {
    package var action: String
    package var submit: String
    package var fields: [Field]
    package var formToken: String
    package var isGet = false
    /// Fields beside one another, as above a list.
    package var isFilter = false
    /// Files need another encoding.
    package var isUpload = false
    package var isDangerous = false
    /// Fields that the reader doesn't see.
    package var hidden: [(name: String, value: String)] = []

    package init(
        action: String, submit: String, formToken: String, fields: [Field],
        hidden: [(name: String, value: String)] = []
    ) {
        self.action = action
        self.submit = submit
        self.formToken = formToken
        self.fields = fields
        self.hidden = hidden
    }

    /// The same form with the faults of a refused try at their fields, and its values kept.
    package func refused(_ error: ServiceError, keeping form: FormBody) -> FormView {
        var view = self
        for i in view.fields.indices {
            let name = view.fields[i].name
            let faults = error.faults.filter { $0.place == name || $0.place == "/" + name }.map(\.message)
            view.fields[i].fault = faults.isEmpty ? nil : faults.joined(separator: " ")
            view.fields[i].keep(form)
        }
        return view
    }

    /// Faults that belong to no field of the form.
    package func homeless(_ error: ServiceError) -> [String] {
        let names = Set(fields.map(\.name))
        return error.faults.filter { fault in
            !names.contains(fault.place) && !names.contains(String(fault.place.drop { $0 == "/" }))
        }.map { $0.place.isEmpty ? $0.message : $0.place + ": " + $0.message }
    }

    /// Keeps the ids of fields apart where a page has several forms.
    private var idPrefix: String { (action.split(separator: "/").last.map(String.init) ?? "form") + "-" }

    var value: PageValue {
        [
            "action": .text(action), "submit": .text(submit), "formToken": isGet ? .absent : .text(formToken),
            "method": .text(isGet ? "get" : "post"), "isUpload": .flag(isUpload), "isDangerous": .flag(isDangerous),
            "className": .text(isGet || isFilter ? "filters" : "fields"),
            "hidden": .list(hidden.map { ["name": .text($0.name), "value": .text($0.value)] }),
            "fields": .list(fields.map { $0.members(in: idPrefix) }),
        ]
    }
}

/// A labelled field of a form.
package struct Field: Sendable {
    package enum Kind: Sendable {
        /// An `input` of this type: `text`, `password`, `date`, `number`, `url`, `email`, `file`, `search`.
        case input(String)
        case area
        case choice([(value: String, label: String)])
        case check
    }

    package var name: String
    package var label: String
    package var kind: Kind
    package var value: String
    package var help: String?
    package var isRequired: Bool
    package var autocomplete: String
    package var fault: String?

    package init(
        _ name: String, _ label: String, _ kind: Kind = .input("text"), value: String = "", help: String? = nil,
        isRequired: Bool = false, autocomplete: String = "off"
    ) {
        self.name = name
        self.label = label
        self.kind = kind
        self.value = value
        self.help = help
        self.isRequired = isRequired
        self.autocomplete = autocomplete
    }

    /// Takes what was sent, passwords and files excepted.
    mutating func keep(_ form: FormBody) {
        switch kind {
        case .input("password"), .input("file"): value = ""
        case .check: value = form[name].isEmpty ? "" : "1"
        default: value = form[name]
        }
    }
}

extension Field {
    func members(in prefix: String) -> PageValue {
        let id = prefix + name
        var members: [String: PageValue] = [
            "id": .text(id), "name": .text(name), "label": .text(label), "value": .text(value), "help": .optional(help),
            "isRequired": .flag(isRequired), "autocomplete": .text(autocomplete), "fault": .optional(fault),
            "described": .optional(described(id)), "input": .absent, "area": .absent, "choice": .absent,
            "check": .absent,
        ]
        let (name, control) = control
        members[name] = control
        return .members(members)
    }

    private var control: (String, PageValue) {
        switch kind {
        case .input(let type): ("input", ["type": .text(type)])
        case .area: ("area", true)
        case .check: ("check", ["isOn": .flag(!value.isEmpty)])
        case .choice(let options):
            ("choice", ["options": .list(options.map { option($0.value, $0.label) })])
        }
    }

    private func option(_ value: String, _ label: String) -> PageValue {
        ["value": .text(value), "label": .text(label), "isChosen": .flag(value == self.value)]
    }

    /// The ids of help and fault, for `aria-describedby`.
    private func described(_ id: String) -> String? {
        let ids = [help == nil ? nil : id + "-help", fault == nil ? nil : id + "-fault"].compactMap { $0 }
        return ids.isEmpty ? nil : ids.joined(separator: " ")
    }
}
