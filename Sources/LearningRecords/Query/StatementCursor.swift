package import Values

/// What `more` carries (1.0.3 Data §2.5): the whole question and the place reached, so that the server keeps nothing.
///
/// It names people by their keyed hash alone. It isn't secret but signed; what its bearer may see is decided anew.
package struct StatementCursor: Hashable, Sendable {
    package var tenant: TenantID
    package var filter: StatementFilter
    package var after: StatementPosition
    package var limit: Int
    /// The number of the form in which statements are answered, and whether attachments come along.
    package var format: UInt8
    package var withAttachments: Bool
    /// The `Accept-Language` of the first request.
    package var languages: String

    package init(
        tenant: TenantID, filter: StatementFilter, after: StatementPosition, limit: Int, format: UInt8 = 0,
        withAttachments: Bool = false, languages: String = ""
    ) {
        self.tenant = tenant
        self.filter = filter
        self.after = after
        self.limit = limit
        self.format = format
        self.withAttachments = withAttachments
        self.languages = languages
    }

    private static let formatVersion: UInt8 = 1
    private static let signatureLength = 16

    /// - Parameter sign: a keyed hash of at least sixteen bytes.
    package func token(sign: ([UInt8]) -> [UInt8]) -> String {
        var writer = ByteWriter()
        writer.byte(Self.formatVersion)
        writer.number(tenant.number)
        writer.byte(format)
        writer.byte((withAttachments ? 1 : 0) | (filter.isAscending ? 2 : 0))
        writer.number(Int64(limit))
        writer.number(after.stored.microseconds)
        writer.number(after.row)
        writer.optional(filter.since?.microseconds)
        writer.optional(filter.until?.microseconds)
        writer.byte(UInt8(clamping: filter.criteria.count))
        for keys in filter.criteria {
            writer.byte(UInt8(clamping: keys.count))
            for key in keys { writer.bytes += key.bytes }
        }
        writer.bytes += Array(languages.utf8.prefix(255))
        return Base64URL.encode(writer.bytes + sign(writer.bytes).prefix(Self.signatureLength))
    }

    /// Nil for anything that ``token(sign:)`` with the same key didn't give.
    /// - Parameter isEqual: compares in constant time.
    package init?(
        token: String, sign: ([UInt8]) -> [UInt8], isEqual: ([UInt8], [UInt8]) -> Bool
    ) {
        guard token.utf8.count < 4_096, let bytes = Base64URL.decode(token), bytes.count > Self.signatureLength
        else { return nil }
        let content = Array(bytes.dropLast(Self.signatureLength))
        guard isEqual(Array(bytes.suffix(Self.signatureLength)), Array(sign(content).prefix(Self.signatureLength)))
        else { return nil }
        var reader = ByteReader(rest: content[...])
        guard reader.byte() == Self.formatVersion, let cursor = reader.cursor() else { return nil }
        self = cursor
    }
}

private struct ByteWriter {
    var bytes: [UInt8] = []

    mutating func byte(_ value: UInt8) { bytes.append(value) }

    mutating func number(_ value: Int64) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func optional(_ value: Int64?) {
        byte(value == nil ? 0 : 1)
        if let value { number(value) }
    }
}

private struct ByteReader {
    var rest: ArraySlice<UInt8>

    mutating func byte() -> UInt8? { rest.popFirst() }

    mutating func take(_ count: Int) -> [UInt8]? {
        guard rest.count >= count else { return nil }
        defer { rest.removeFirst(count) }
        return Array(rest.prefix(count))
    }

    mutating func number() -> Int64? {
        take(8).map { $0.reduce(0) { $0 << 8 | Int64($1) } }
    }

    mutating func optional() -> Int64?? {
        guard let flag = byte() else { return nil }
        guard flag == 1 else { return .some(nil) }
        guard let value = number() else { return nil }
        return .some(value)
    }

    mutating func criteria() -> [[StatementKey]]? {
        guard let count = byte() else { return nil }
        var criteria: [[StatementKey]] = []
        for _ in 0..<count {
            guard let size = byte(), let bytes = take(Int(size) * 16) else { return nil }
            criteria.append(bytes.chunks(of: 16).map { StatementKey(bytes: Array($0)) })
        }
        return criteria
    }

    mutating func cursor() -> StatementCursor? {
        guard let tenant = number(), let format = byte(), let flags = byte(), let limit = number(),
            let stored = number(), let row = number(), let since = optional(), let until = optional(),
            let criteria = criteria()
        else { return nil }
        var filter = StatementFilter()
        filter.criteria = criteria
        filter.since = since.map { Instant(microseconds: $0) }
        filter.until = until.map { Instant(microseconds: $0) }
        filter.isAscending = flags & 2 != 0
        return StatementCursor(
            tenant: TenantID(tenant), filter: filter,
            after: StatementPosition(stored: Instant(microseconds: stored), row: row), limit: Int(limit),
            format: format, withAttachments: flags & 1 != 0, languages: String(decoding: rest, as: UTF8.self))
    }
}
