package import LTI
package import Values

/// What the browser's page may know of a launch that failed: its class and a reference, never the reasons (D14).
package struct LaunchRefusal: Sendable {
    package var failureClass: LaunchFailureClass
    /// The HTTP status of the answer.
    package var status: Int
    /// Leads staff to the launch record.
    package var reference: String
    /// Whose pages may show the answer in a frame.
    package var frameOrigins: [String] = []
    /// Parameters with which the login can begin anew in a window of its own; nil where that helps nobody.
    package var restart: URLEncodedForm?
    /// An https link back into the platform.
    package var returnURL: String?
    /// The error that the platform sent, such as `login_required`; to be escaped.
    package var platformCode: String?
}
