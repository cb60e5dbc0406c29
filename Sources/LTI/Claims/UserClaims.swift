import JSON

/// What a platform may tell of a person (LTI Core 1.3 §5.3.6). All of it is optional and none of it identifies anybody.
public struct UserClaims: Sendable, Equatable {
    public let name: String?
    public let givenName: String?
    public let familyName: String?
    public let middleName: String?
    public let email: String?
    /// BCP 47.
    public let locale: String?

    init(_ claims: JSONValue) {
        name = claims.text("name")
        givenName = claims.text("given_name")
        familyName = claims.text("family_name")
        middleName = claims.text("middle_name")
        email = claims.text("email")
        locale = claims.text("locale")
    }
}
