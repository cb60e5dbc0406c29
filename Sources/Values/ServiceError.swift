/// Why the service can't do what was asked, in words for the caller, with the cause kept for the log alone.
public struct ServiceError: Error, Sendable {
    /// The closed list; `Web` has the one table from code to HTTP status.
    public enum Code: String, Sendable, CaseIterable {
        /// The request is malformed or breaks a rule of its standard.
        case invalid
        /// A trusted and readable request whose content can't be processed, such as a refused package.
        case unprocessable
        /// No credentials, or none that are good.
        case unauthenticated
        /// Good credentials without the right.
        case forbidden
        case notFound
        /// It was there and is gone: an expired or erased thing.
        case gone
        case methodNotAllowed
        case conflict
        case preconditionFailed
        case tooLarge
        case unsupportedMediaType
        case tooManyRequests
        /// Disk full, database locked, pool exhausted: try again later. Nothing was stored.
        case unavailable
        /// A system that we called didn't answer as it should.
        case badGateway
        /// A defect.
        case internalError
    }

    /// One thing that is wrong, with its place as a JSON Pointer (RFC 6901), a form field or a line.
    public struct Fault: Hashable, Sendable {
        public var place: String
        public var message: String

        public init(_ place: String, _ message: String) {
            self.place = place
            self.message = message
        }
    }

    public var code: Code
    /// For the caller: short and plain, without personal data.
    public var message: String
    /// Everything that is wrong, in order of place; empty where there is one fault that `message` tells.
    public var faults: [Fault]
    /// For the log only.
    public var cause: String?
    /// Seconds after which trying again makes sense; sent as `Retry-After`.
    public var retryAfter: Int?
    public var file: String
    public var line: Int

    public init(
        _ code: Code, _ message: String, faults: [Fault] = [], cause: String? = nil, retryAfter: Int? = nil,
        file: String = #fileID, line: Int = #line
    ) {
        self.code = code
        self.message = message
        self.faults = faults
        self.cause = cause
        self.retryAfter = retryAfter
        self.file = file
        self.line = line
    }
}
