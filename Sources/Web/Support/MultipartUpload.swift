import Glibc
import HTTPTypes
package import Hummingbird
import NIOCore
import Values

/// A posted form with one file (RFC 7578): the fields in memory, the file on disk, nothing of it ever whole in memory.
package struct MultipartUpload: Sendable {
    package private(set) var fields: [String: String] = [:]
    /// Where the file's bytes are; the caller deletes it.
    package private(set) var file: String?

    /// Reads the body.
    ///
    /// - Parameters:
    ///   - path: where the file goes; readable by its owner alone.
    ///   - check: called with the fields before the first byte of the file is kept, so that a form without a good token
    ///     costs nothing.
    /// - Throws: `.unsupportedMediaType`, `.invalid`, `.tooLarge`, `.unavailable` when the disk is full.
    package static func read(
        _ request: Request, to path: String, maximumBytes: Int, check: (MultipartUpload) throws -> Void
    ) async throws -> MultipartUpload {
        guard let boundary = boundary(of: request.headers[.contentType] ?? "") else {
            throw ServiceError(.unsupportedMediaType, "A form with a file is expected (multipart/form-data).")
        }
        var upload = MultipartUpload()
        var parser = MultipartParser(boundary: boundary)
        var sink: FileSink?
        var total = 0
        do {
            for try await buffer in request.body {
                total += buffer.readableBytes
                guard total <= maximumBytes else { throw ServiceError(.tooLarge, "The file is too large.") }
                for event in try parser.take(Array(buffer.readableBytesView)) {
                    try upload.apply(event, path: path, &sink, check)
                }
            }
            guard parser.isComplete else { throw ServiceError(.invalid, "The form breaks off.") }
            try sink?.finish()
        } catch {
            if upload.file != nil { unlink(path) }
            throw error
        }
        return upload
    }

    private mutating func apply(
        _ event: MultipartParser.Event, path: String, _ sink: inout FileSink?, _ check: (MultipartUpload) throws -> Void
    ) throws {
        switch event {
        case .field(let name, let value):
            guard fields.updateValue(value, forKey: name) == nil else {
                throw ServiceError(
                    .invalid, "A field is there more than once.", faults: [.init(name, "is there twice")])
            }
        case .fileBegins:
            guard file == nil else { throw ServiceError(.invalid, "One file at a time.") }
            try check(self)
            sink = try FileSink(path)
            file = path
        case .fileBytes(let bytes): try sink?.write(bytes)
        }
    }

    private static func boundary(of type: String) -> [UInt8]? {
        guard type.lowercased().hasPrefix("multipart/form-data"),
            let start = type.firstRange(of: "boundary=")?.upperBound
        else { return nil }
        let text = type[start...].prefix { $0 != ";" }.filter { $0 != "\"" && $0 != " " }
        return (1...70).contains(text.utf8.count) ? Array(text.utf8) : nil
    }
}

/// A file being written, closed when it goes.
private final class FileSink {
    private let descriptor: Int32

    init(_ path: String) throws {
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Self.failure }
    }

    deinit { close(descriptor) }

    func write(_ bytes: ArraySlice<UInt8>) throws {
        var rest = bytes
        while !rest.isEmpty {
            let put = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if put < 0, errno == EINTR { continue }
            guard put > 0 else { throw Self.failure }
            rest = rest.dropFirst(put)
        }
    }

    func finish() throws {
        guard fsync(descriptor) == 0 else { throw Self.failure }
    }

    private static var failure: ServiceError {
        ServiceError(.unavailable, "The file can't be kept.", cause: "errno \(errno)", retryAfter: 60)
    }
}
