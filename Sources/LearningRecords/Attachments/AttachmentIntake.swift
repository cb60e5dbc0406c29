import Values
package import XAPI

/// A part of a request that holds an attachment's data, its hash checked.
package struct ReceivedAttachment: Sendable, Hashable {
    package let hash: AttachmentHash
    /// The part's `Content-Type`, if it has one.
    package let contentType: String?
    /// The part's `Content-Length`, if it has one.
    package let contentLength: String?
    package let size: Int64
    /// Where the data is until it is kept.
    package let file: String
}

/// A request's statements with the data that came along.
package struct ReceivedMultipart: Sendable {
    package let statements: [UInt8]
    /// Each hash once.
    package let attachments: [ReceivedAttachment]
}

/// Takes a `multipart/mixed` body with statements and their attachments (1.0.3 Communication §1.5.2) as it arrives: the
/// statements stay in memory, everything else goes to files and is hashed on the way. Its calls block.
package final class AttachmentIntake: Sendable {
    private let reception: Locked<AttachmentReception>

    /// - Parameters:
    ///   - statementLimit: bytes of the first part.
    ///   - touching: how often the files of parts that are complete are marked as still wanted.
    ///   - newName: for files, never the same twice.
    package init(
        boundary: MultipartBoundary, files: AttachmentFiles, statementLimit: Int,
        touching: Duration = .seconds(60), newName: @escaping @Sendable () -> String
    ) {
        reception = Locked(
            AttachmentReception(
                boundary: boundary, files: files, statementLimit: statementLimit, touching: touching,
                newName: newName))
    }

    /// - Throws: `invalid`, `tooLarge`, `unavailable`; then ``discard()`` is to be called.
    package func take(_ bytes: [UInt8]) throws {
        try reception.withLock { try $0.take(bytes) }
    }

    /// Called when the body has ended.
    package func finish() throws -> ReceivedMultipart {
        try reception.withLock { try $0.finish() }
    }

    /// Removes what wasn't kept.
    package func discard() {
        reception.withLock { $0.discard() }
    }
}
