import HTTPTypes
import Values
import XAPI

/// The alternate request syntax: a POST whose form carries the method's parameters, headers and content, for senders
/// that can't do better, such as a page that is being closed (1.0.3 Communication §1.3; not in 2.0).
enum AlternateSyntax {
    private static let headers = [
        "authorization", "x-experience-api-version", "content-type", "content-length", "if-match", "if-none-match",
    ]

    static func isMeant(by request: XAPIRequest) -> Bool { request.parameters["method"] != nil }

    /// The request that the form stands for; other requests come back as they are.
    /// - Throws: `invalid` for what the syntax doesn't allow.
    static func unwrap(_ request: XAPIRequest) throws(ServiceError) -> XAPIRequest {
        guard let name = request.parameters["method"] else { return request }
        guard request.method == .post else {
            throw ServiceError(.invalid, "The parameter method belongs to POST alone.")
        }
        guard request.parameters.names == ["method"] else {
            throw ServiceError(.invalid, "Beside method no parameter stands in the query; they go into the form.")
        }
        guard let method = XAPIMethod(rawValue: name), method != .options else {
            throw ServiceError(.invalid, "The method \(name) isn't known.")
        }
        let form = try form(of: request)
        var unwrapped = request
        unwrapped.method = method
        unwrapped.isAlternate = true
        unwrapped.fields = try fields(of: request, form)
        unwrapped.body = try content(of: form, method)
        unwrapped.parameters = try XAPIParameters(
            URLEncodedForm(form.fields.filter { $0.name != "content" && !isHeader($0.name) }))
        return unwrapped
    }

    private static func isHeader(_ name: String) -> Bool { headers.contains(name.lowercased()) }

    private static func form(of request: XAPIRequest) throws(ServiceError) -> URLEncodedForm {
        let type = request.contentType?.lowercased() ?? "application/x-www-form-urlencoded"
        guard type.hasPrefix("application/x-www-form-urlencoded") else {
            throw ServiceError(.invalid, "A request with ?method= is a form.")
        }
        guard let text = String(validating: request.body, as: UTF8.self), let form = URLEncodedForm(parsing: text)
        else { throw ServiceError(.invalid, "The form isn't percent-encoded UTF-8.") }
        return form
    }

    /// The form's headers in the place of the request's; a version is checked in both. Statements have one type when
    /// they don't come with attachments, and forms may leave it out (XAPI-00336).
    private static func fields(
        of request: XAPIRequest, _ form: URLEncodedForm
    ) throws(ServiceError) -> HTTPFields {
        var fields = request.fields
        fields[.contentType] = nil
        fields[.contentLength] = nil
        for (name, value) in form.fields where isHeader(name) && name.lowercased() != "content-length" {
            guard let name = HTTPField.Name(name) else { continue }
            if name == .experienceAPIVersion { try checkVersions(request.fields[name], value) }
            fields[name] = value
        }
        if fields[.contentType] == nil, request.path.resource == .statements {
            fields[.contentType] = "application/json"
        }
        guard try VersionHeader.parse(fields[values: .experienceAPIVersion]) == .v1 else {
            throw ServiceError(.invalid, "Version 2.0 has no alternate request syntax (?method=).")
        }
        return fields
    }

    private static func checkVersions(_ header: String?, _ field: String) throws(ServiceError) {
        let inForm = try VersionHeader.parse(field)
        guard let header else { return }
        guard try VersionHeader.parse(header) == inForm else {
            throw ServiceError(.invalid, "The version in the form and the version in the header differ.")
        }
    }

    private static func content(of form: URLEncodedForm, _ method: XAPIMethod) throws(ServiceError) -> [UInt8] {
        let contents = form.values("content")
        guard contents.count < 2 else { throw ServiceError(.invalid, "The field content comes more than once.") }
        guard method == .put || method == .post else { return [] }
        guard let content = contents.first else {
            throw ServiceError(.invalid, "A \(method.rawValue) needs the field content.")
        }
        return Array(content.utf8)
    }
}
