package import Values

extension Keyring {
    /// How the names of the platforms' folders begin.
    package static let platformFolder = "platform-"

    /// The keys of one platform registration alone, in a folder under this one's; they are made when they are first asked
    /// for, and rotate and end by themselves (Security Framework 1.0 §7.2).
    package func ofPlatform(_ registration: UUID16) throws -> Keyring {
        try child(Self.platformFolder + registration.description)
    }

    /// Those keys where there are any; nothing is made.
    package func ofPlatformIfAny(_ registration: UUID16) throws -> Keyring? {
        let name = Self.platformFolder + registration.description
        return hasChild(name) ? try child(name) : nil
    }
}
