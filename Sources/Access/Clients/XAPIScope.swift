/// What a client of the LRS may do, by the names of 1.0.3 Communication §4.2.
package enum XAPIScope: String, Sendable, CaseIterable, Hashable {
    case statementsWrite = "statements/write"
    /// Those alone whose authority is the client itself.
    case statementsReadMine = "statements/read/mine"
    case statementsRead = "statements/read"
    case state
    /// Change the definitions of activities by sending others.
    case define
    case profile
    /// Read everything.
    case allRead = "all/read"
    case all
    /// Keep the authority that statements bring along: for another LRS that forwards its own, and not part of `all`.
    case keepAuthority = "authority/keep"
    /// See all identifiers of a person as one (1.0.3 Communication §2.4); not part of `all`.
    case mergeAgents = "agents/merge"
}

/// The scopes of one client, and what they come to.
package struct XAPIScopes: Sendable, Hashable {
    package let scopes: Set<XAPIScope>

    package init(_ scopes: Set<XAPIScope>) { self.scopes = scopes }

    /// Names separated by spaces or commas; nil for an unknown name or none at all.
    package init?(_ text: String) {
        let names = text.split { $0 == " " || $0 == "," }
        let known = names.compactMap { XAPIScope(rawValue: String($0)) }
        guard !known.isEmpty, known.count == names.count else { return nil }
        scopes = Set(known)
    }

    /// The names in a fixed order.
    package var text: String {
        XAPIScope.allCases.filter(scopes.contains).map(\.rawValue).joined(separator: " ")
    }

    package var mayWriteStatements: Bool { has(.statementsWrite) }
    package var mayReadAllStatements: Bool { has(.statementsRead, .allRead) }
    /// All of them, or its own.
    package var mayReadStatements: Bool { mayReadAllStatements || has(.statementsReadMine) }
    package var mayReadState: Bool { has(.state, .allRead) }
    package var mayWriteState: Bool { has(.state) }
    package var mayReadProfiles: Bool { has(.profile, .allRead) }
    package var mayWriteProfiles: Bool { has(.profile) }
    /// Whether definitions that it sends become the activity's own.
    package var mayDefine: Bool { has(.define) }
    /// The names that anybody's statements gave an agent.
    package var mayReadAgentNames: Bool { mayReadAllStatements }
    /// Whether statements keep the authority that they name (1.0.3 Data §2.4.9).
    package var mayKeepAuthority: Bool { scopes.contains(.keepAuthority) && mayWriteStatements }
    /// Whether the identifiers of one person are shown together.
    package var mayMergeAgents: Bool { scopes.contains(.mergeAgents) && mayReadObjects }
    /// Activities and agents by id.
    package var mayReadObjects: Bool { mayReadStatements || mayReadState || mayReadProfiles }

    private func has(_ wanted: XAPIScope...) -> Bool {
        scopes.contains(.all) || wanted.contains(where: scopes.contains)
    }
}
