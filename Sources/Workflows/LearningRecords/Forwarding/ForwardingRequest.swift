import Foundation
import LearningRecords
import OutboundHTTP
import Values
import XAPI

/// Statements as a target gets them.
struct ForwardingRequest {
    private let settings: ForwardingSettings
    private let now: Instant

    init(_ settings: ForwardingSettings, now: Instant) {
        self.settings = settings
        self.now = now
    }

    /// - Parameters:
    ///   - statements: as they are stored.
    ///   - attachments: their data; a record store gets it along (1.0.3 Communication §1.5.2), a webhook doesn't.
    ///   - version: of the header.
    ///   - id: the same for the same statements.
    /// - Throws: `unprocessable` when the settings are of no use.
    func request(
        _ statements: [[UInt8]], _ attachments: [HeldAttachment], version: String, id: String
    ) throws -> OutboundRequest {
        let array = Array("[".utf8) + statements.joined(separator: Array(",".utf8)) + Array("]".utf8)
        switch settings.kind {
        case .webhook:
            guard let signature = WebhookSignature(secret: settings.secret) else {
                throw ServiceError(.unprocessable, "The webhook's secret can't be used.")
            }
            let body = Array(#"{"type":"statements.stored","statements":"#.utf8) + array + Array("}".utf8)
            return OutboundRequest(
                .post, settings.url,
                headers: [(name: "Content-Type", value: "application/json")]
                    + signature.headers(id: id, now: now, body: body),
                body: body)
        case .recordStore:
            guard !attachments.isEmpty else {
                return OutboundRequest(
                    .post, endpoint, headers: headers(version) + [(name: "Content-Type", value: "application/json")],
                    body: array)
            }
            let data = try ForwardedData(array, attachments)
            var request = OutboundRequest(
                .post, endpoint, headers: headers(version) + [(name: "Content-Type", value: data.contentType)])
            request.streamed = data.body
            return request
        }
    }

    private var endpoint: String { settings.url + (settings.url.hasSuffix("/") ? "" : "/") + "statements" }

    private func headers(_ version: String) -> [(name: String, value: String)] {
        let credential = Data("\(settings.keyID):\(settings.secret.reveal())".utf8).base64EncodedString()
        return [
            (name: "Authorization", value: "Basic " + credential),
            (name: XAPIVersion.headerName, value: version),
        ]
    }
}
