import COpenSSL
import COpenSSLShims

/// OpenSSL's memory streams, lent for the reading and writing of PEM (RFC 7468).
enum PEM {
    static func reading<R>(_ text: String, _ body: (OpaquePointer?) throws -> R) rethrows -> R {
        let bytes = Array(text.utf8)
        let stream = BIO_new_mem_buf(bytes, Int32(bytes.count))
        defer { BIO_free(stream) }
        return try withExtendedLifetime(bytes) { try body(stream) }
    }

    static func written(_ body: (OpaquePointer?) -> Bool) throws -> String {
        let stream = BIO_new(BIO_s_mem())
        defer { BIO_free(stream) }
        guard body(stream) else { throw CryptographyError.withQueue(.failed, "writing PEM") }
        var start: UnsafeMutablePointer<CChar>?
        let count = lectern_bio_memory(stream, &start)
        guard let start, count > 0 else { throw CryptographyError(.failed, "writing PEM") }
        return String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
    }
}
