import Glibc
import Values
import XAPI

/// The state of an ``AttachmentIntake``: part after part.
struct AttachmentReception {
    private enum Part {
        case statements
        case data(AttachmentFile, AttachmentHash, MultipartHeaders)
    }

    private var reader: MultipartReader
    private let files: AttachmentFiles
    private let statementLimit: Int
    private let newName: @Sendable () -> String
    private var current: Part?
    private var statements: [UInt8]?
    private var received: [AttachmentHash: ReceivedAttachment] = [:]
    private var written: [String] = []
    private let touching: Duration
    private var touched = ContinuousClock.now

    init(
        boundary: MultipartBoundary, files: AttachmentFiles, statementLimit: Int,
        touching: Duration, newName: @escaping @Sendable () -> String
    ) {
        self.touching = touching
        reader = MultipartReader(boundary: boundary)
        self.files = files
        self.statementLimit = statementLimit
        self.newName = newName
    }

    mutating func take(_ bytes: [UInt8]) throws {
        var reader = reader
        defer { self.reader = reader }
        touch()
        try reader.take(bytes) { event in
            switch event {
            case .begins(let headers): try begin(headers)
            case .bytes(let bytes): try add(bytes)
            case .ends: try end()
            }
        }
    }

    /// A sweep takes old files for what a broken request left; parts that came first may wait long for the last one.
    private mutating func touch() {
        guard touched.duration(to: .now) >= touching else { return }
        for path in written { utimensat(AT_FDCWD, path, nil, 0) }
        touched = .now
    }

    mutating func finish() throws -> ReceivedMultipart {
        try reader.finish()
        return ReceivedMultipart(
            statements: statements ?? [], attachments: received.values.sorted { $0.file < $1.file })
    }

    mutating func discard() {
        current = nil
        for path in written { unlink(path) }
        written = []
    }

    private mutating func begin(_ headers: MultipartHeaders) throws {
        guard statements != nil else { return try beginStatements(headers) }
        try checkEncoding(headers, ["binary"])
        guard let text = headers["x-experience-api-hash"], let hash = AttachmentHash(text) else {
            throw Self.refusal("A part has no SHA-2 hash in X-Experience-API-Hash.")
        }
        let path = try files.incoming(newName())
        let file = try AttachmentFile(path: path, hash: hash)
        written.append(path)
        current = .data(file, hash, headers)
    }

    private mutating func beginStatements(_ headers: MultipartHeaders) throws {
        let type = headers["content-type"].flatMap { ContentTypeHeader($0) }
        guard let type, type.essence == "application/json", type["charset"].map({ $0.lowercased() == "utf-8" }) ?? true
        else { throw Self.refusal("The first part has to be application/json.") }
        try checkEncoding(headers, ["binary", "8bit", "7bit"])
        statements = []
        current = .statements
    }

    private mutating func add(_ bytes: ArraySlice<UInt8>) throws {
        switch current {
        case .statements:
            guard (statements?.count ?? 0) + bytes.count <= statementLimit else {
                throw ServiceError(.tooLarge, "The statements are larger than \(statementLimit) bytes.")
            }
            statements?.append(contentsOf: bytes)
        case .data(let file, _, _): try file.write(bytes)
        case nil: break
        }
    }

    private mutating func end() throws {
        defer { current = nil }
        guard case .data(let file, let hash, let headers) = current else { return }
        guard file.finish() == hash.bytes else {
            throw Self.refusal("The data of the part \(hash.text) has another hash.")
        }
        received[hash] = ReceivedAttachment(
            hash: hash, contentType: headers["content-type"], contentLength: headers["content-length"],
            size: file.size, file: file.path)
    }

    private func checkEncoding(_ headers: MultipartHeaders, _ known: [String]) throws {
        guard let encoding = headers["content-transfer-encoding"], !known.contains(encoding.lowercased()) else {
            return
        }
        throw Self.refusal("A part's Content-Transfer-Encoding isn't binary.")
    }

    private static func refusal(_ text: String) -> ServiceError { ServiceError(.invalid, text) }
}
