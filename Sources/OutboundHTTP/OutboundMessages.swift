import Values

/// A call to another system.
public struct OutboundRequest: Sendable {
    public enum Method: String, Sendable { case get = "GET", post = "POST", put = "PUT", delete = "DELETE" }

    public var method: Method
    /// An absolute http or https URL.
    public var url: String
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]
    /// In the place of `body`, one that isn't held in memory; it is given time by its length.
    public var streamed: OutboundBody?
    /// Seconds for the whole call, where it is to be shorter than the policy's.
    public var timeout: Int64?
    /// Bytes of the answer, where they are to be fewer than the policy's.
    public var maximumBody: Int?

    public init(
        _ method: Method, _ url: String, headers: [(name: String, value: String)] = [], body: [UInt8] = [],
        timeout: Int64? = nil, maximumBody: Int? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.maximumBody = maximumBody
    }
}

/// What the other system answered, with its body read whole.
public struct OutboundResponse: Sendable {
    public let status: Int
    public let headers: [(name: String, value: String)]
    public let body: [UInt8]

    public init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// All values of a header, whatever the letter case of its name.
    public func values(of name: String) -> [String] {
        headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    /// 200 to 299.
    public var isSuccess: Bool { (200...299).contains(status) }

    /// Seconds of `Retry-After` in its numeric form (RFC 9110 §10.2.3), at most a day.
    public var retryAfter: Int? {
        values(of: "Retry-After").first.flatMap { Int($0) }.map { min(max(0, $0), 86_400) }
    }
}

/// Why a call came to nothing. The texts hold no tokens, queries or bodies.
public struct OutboundError: Error, Sendable, CustomStringConvertible {
    public enum Code: String, Sendable, CaseIterable {
        /// Not an absolute URL of a scheme that we call.
        case urlRefused
        /// The name leads to an address that we don't call: private, loopback, link-local or special.
        case addressRefused
        case nameUnknown
        case connectionFailed
        /// The certificate or the handshake is bad.
        case insecure
        case timedOut
        /// The body is over the limit.
        case tooLarge
        /// Another host, another scheme, too many, or after a request that isn't a GET.
        case redirectRefused
    }

    public let code: Code
    public let detail: String

    public init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }

    public var description: String { "\(code.rawValue): \(detail)" }

    /// Whether the same call may succeed later.
    public var isTransient: Bool {
        switch code {
        case .nameUnknown, .connectionFailed, .timedOut: true
        case .urlRefused, .addressRefused, .insecure, .tooLarge, .redirectRefused: false
        }
    }
}
