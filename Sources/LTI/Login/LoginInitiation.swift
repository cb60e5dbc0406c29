public import Values

/// A platform's request to begin a launch (Security Framework 1.0 §5.1.1.1). Nothing in it is signed: it may choose the
/// registration and be echoed to that registration's platform, and nothing else.
public struct LoginInitiation: Sendable, Equatable {
    public var issuer: String
    /// Opaque; sent back as it came.
    public var loginHint: String
    /// Where the platform says that the launch will lead. Only the signed claim of the launch decides.
    public var targetLinkURI: String
    /// Opaque; nil when it was absent, which isn't the same as empty (LTI Core 1.3 §4.1.1).
    public var messageHint: String?
    /// Nil when the platform doesn't say (LTI Core 1.3 §4.1.3).
    public var clientID: String?
    /// A wish, no proof (LTI Core 1.3 §4.1.2).
    public var deploymentHint: String?
    /// The frame that answers storage messages (LTI Client Side postMessages); nil when the platform has none.
    public var storageTarget: String?

    /// Why an initiation can't be answered; the parameters' values are never part of it.
    public enum Fault: Error, Equatable, Sendable {
        case missing(String)
        case repeated(String)
        case tooLong(String)

        /// One word for logs, and the parameter's name.
        public var reason: String {
            switch self {
            case .missing(let name): "parameter_missing:\(name)"
            case .repeated(let name): "parameter_repeated:\(name)"
            case .tooLong(let name): "parameter_too_long:\(name)"
            }
        }
    }

    private static let names = [
        "iss", "login_hint", "target_link_uri", "lti_message_hint", "client_id", "lti_deployment_id",
        "lti_storage_target",
    ]

    /// The longest value in bytes; the target is kept until the launch.
    private static func most(_ name: String) -> Int { name == "target_link_uri" ? 4_096 : 16_384 }

    /// Reads the parameters of a GET's query or a POST's form; unknown ones are ignored.
    /// - Throws: ``Fault`` for the first required parameter that is missing or empty, and for one of ours sent twice.
    public init(_ form: URLEncodedForm) throws(Fault) {
        if let name = form.repeatedNames.first(where: Self.names.contains) { throw .repeated(name) }
        for field in form.fields where Self.names.contains(field.name) && field.value.utf8.count > Self.most(field.name)
        {
            throw .tooLong(field.name)
        }
        func required(_ name: String) throws(Fault) -> String {
            guard let value = form[name], !value.isEmpty else { throw .missing(name) }
            return value
        }
        issuer = try required("iss")
        loginHint = try required("login_hint")
        targetLinkURI = try required("target_link_uri")
        messageHint = form["lti_message_hint"]
        clientID = form["client_id"].flatMap { $0.isEmpty ? nil : $0 }
        deploymentHint = form["lti_deployment_id"].flatMap { $0.isEmpty ? nil : $0 }
        storageTarget = form["lti_storage_target"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The same parameters again, so that a login can begin anew in another window.
    public var form: URLEncodedForm {
        let optional = [
            ("lti_message_hint", messageHint), ("client_id", clientID), ("lti_deployment_id", deploymentHint),
        ]
        return URLEncodedForm(
            [("iss", issuer), ("login_hint", loginHint), ("target_link_uri", targetLinkURI)]
                + optional.compactMap { name, value in value.map { (name, $0) } })
    }
}
