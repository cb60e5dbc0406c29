import HTTPTypes
import Hummingbird

extension DemoPlatform {
    /// Notes the request; 503 during an outage, 403 without a User-Agent where the profile asks for one.
    func admit(_ request: Request) throws {
        record(
            RecordedRequest(
                method: request.method.rawValue, path: request.uri.string, userAgent: request.headers[.userAgent],
                accept: request.headers[.accept]))
        if isDown { throw Refusal(status: .serviceUnavailable, reason: "Down for maintenance.") }
        if profile.wantsUserAgent && request.headers[.userAgent] == nil {
            throw Refusal(status: .forbidden, reason: "A User-Agent is needed.")
        }
    }

    /// Checks the bearer token's scope and the exact media type.
    func authorize(
        _ request: Request, scopes: [String], accepting type: String? = nil, sending contentType: String? = nil
    ) throws {
        try admit(request)
        let parts = (request.headers[.authorization] ?? "").split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer", knows(String(parts[1])) else {
            throw Refusal(status: .unauthorized, reason: "No valid access token.")
        }
        guard scopes.contains(where: { allows(String(parts[1]), scope: $0) }) else {
            throw Refusal(status: .forbidden, reason: "The access token lacks the scope.")
        }
        guard profile.wantsExactMediaTypes else { return }
        if let type, request.mediaType(.accept) != type {
            throw Refusal(status: .badRequest, reason: "Accept has to be \(type).")
        }
        if let contentType, request.mediaType(.contentType) != contentType {
            throw Refusal(status: .badRequest, reason: "Content-Type has to be \(contentType).")
        }
    }
}

enum ServiceMediaType {
    static let lineItem = "application/vnd.ims.lis.v2.lineitem+json"
    static let lineItems = "application/vnd.ims.lis.v2.lineitemcontainer+json"
    static let score = "application/vnd.ims.lis.v1.score+json"
    static let results = "application/vnd.ims.lis.v2.resultcontainer+json"
    static let groups = "application/vnd.ims.lti-gs.v1.contextgroupcontainer+json"
    static let groupSets = "application/vnd.ims.lti-gs.v1.contextgroupsetcontainer+json"
    static let memberships = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
}
