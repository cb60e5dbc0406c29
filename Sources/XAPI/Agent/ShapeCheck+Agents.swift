import JSON

/// Agents and groups (1.0.3 Data §2.4.2; IEEE 9274.1.1 §4.2.2.1).
extension ShapeCheck {
    /// Which of the two may stand at a place.
    enum AgentChoice {
        case agent, group, agentOrGroup
    }

    mutating func checkAgent(_ value: JSONValue, _ choice: AgentChoice) {
        guard value.kind == .object else { return report(value, "must be an object: \(Self.name(of: choice))") }
        guard let isGroup = readIsGroup(value, choice) else { return }
        checkObject(value, as: isGroup ? "a Group" : "an Agent") { check, name, child in
            switch name {
            case "objectType": return true
            case "name": check.checkString(child)
            case "mbox": check.checkMbox(child)
            case "mbox_sha1sum": check.checkMboxSHA1(child)
            case "openid": if !check.isIRI(child) { check.report(child, "must be a URI with a scheme") }
            case "account": check.checkAccount(child)
            case "member" where isGroup: check.checkArray(child, of: "Agents") { $0.checkAgent($1, .agent) }
            default: return false
            }
            return true
        }
        checkIdentification(value, isGroup: isGroup)
    }

    /// Nil when the type itself is wrong.
    private mutating func readIsGroup(_ value: JSONValue, _ choice: AgentChoice) -> Bool? {
        guard let type = value["objectType"] else {
            if choice == .group { reportMissing("objectType", in: value) }
            return choice == .group ? nil : false
        }
        switch (type.string, choice) {
        case ("Agent", .agent), ("Agent", .agentOrGroup): return false
        case ("Group", .group), ("Group", .agentOrGroup): return true
        default:
            report(
                type,
                choice == .agentOrGroup
                    ? "must be \"Agent\" or \"Group\"" : "must be \"\(choice == .group ? "Group" : "Agent")\"")
            return nil
        }
    }

    /// Exactly one identifier; a group may do without one if it has members.
    private mutating func checkIdentification(_ value: JSONValue, isGroup: Bool) {
        let identifiers = AgentIdentifier.properties.filter { value[$0] != nil }.count
        if identifiers > 1 {
            report(value, "must have only one of mbox, mbox_sha1sum, openid and account")
        } else if identifiers == 0 {
            if !isGroup {
                report(value, "needs one of mbox, mbox_sha1sum, openid and account")
            } else if value["member"] == nil {
                report(value, "needs members, or one of mbox, mbox_sha1sum, openid and account")
            } else if let member = value["member"], member.kind == .array, member.count == 0 {
                report(member, "needs at least one Agent, since the Group has no identifier")
            }
        }
    }

    /// 1.0.3 Data §2.4.9: an Agent, or the Group of two Agents that stands for an OAuth consumer and its user.
    mutating func checkAuthority(_ value: JSONValue) {
        checkAgent(value, .agentOrGroup)
        guard value["objectType"]?.string == "Group" else { return }
        let isIdentified = AgentIdentifier.properties.contains { value[$0] != nil }
        if isIdentified || value["member"]?.count != 2 {
            report(value, "must be an Agent, or a Group of exactly two Agents without an identifier of its own")
        }
    }

    private mutating func checkMbox(_ value: JSONValue) {
        guard value.withUTF8(Mailbox.isValid) == true else {
            return report(value, "must be mailto: and an e-mail address")
        }
    }

    private mutating func checkMboxSHA1(_ value: JSONValue) {
        let isValid = value.withUTF8 { $0.count == 40 && $0.allSatisfy(isHexadecimal) }
        if isValid != true { report(value, "must be 40 hexadecimal digits") }
    }

    private mutating func checkAccount(_ value: JSONValue) {
        checkObject(value, as: "an account", needing: ["homePage", "name"]) { check, name, child in
            switch name {
            case "homePage": check.checkIRL(child)
            case "name": check.checkString(child)
            default: return false
            }
            return true
        }
    }

    private static func name(of choice: AgentChoice) -> String {
        switch choice {
        case .agent: "an Agent"
        case .group: "a Group"
        case .agentOrGroup: "an Agent or Group"
        }
    }
}

func isHexadecimal(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 6 }

enum Mailbox {
    /// `mailto:` in lower case, something before the last `@` and something behind it, nothing that ends an address.
    static func isValid(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let scheme: StaticString = "mailto:"
        guard bytes.count > scheme.utf8CodeUnitCount + 2,
            bytes.starts(with: UnsafeBufferPointer(start: scheme.utf8Start, count: scheme.utf8CodeUnitCount))
        else { return false }
        let address = bytes.dropFirst(scheme.utf8CodeUnitCount)
        guard let at = address.lastIndex(of: UInt8(ascii: "@")), at > address.startIndex, at + 1 < address.endIndex
        else { return false }
        return address.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") }
    }
}
