package import Hummingbird
import Logging
package import NIOCore
package import Texts

/// What travels with a request of any audience: its id, where it came from, and the reader's language.
package struct LecternRequestContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// The address of the caller: of the connection, or as a trusted proxy in front tells it (`ClientAddress`).
    package var clientAddress: String
    /// The language of pages and of error texts: from `Accept-Language`, until a launch names its own.
    package var language: Language = .en

    /// The connection, for answers that may have to be broken off.
    package let connection: any Channel

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        connection = source.channel
        clientAddress = source.channel.remoteAddress?.ipAddress ?? "unknown"
    }

    /// Names the request in the log, in the answer's `X-Request-ID` and on error pages.
    package var requestID: String { logger[metadataKey: "hb.request.id"]?.description ?? "none" }
}
