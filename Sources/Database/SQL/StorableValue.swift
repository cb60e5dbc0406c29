import Glibc

extension UnsafeBufferPointer<UInt8> {
    /// PostgreSQL's text can't hold U+0000, so neither engine takes it.
    func checkStorable(sql: String) throws {
        if let baseAddress, memchr(baseAddress, 0, count) != nil {
            throw DatabaseError(.unstorableValue, "text with U+0000", sql: sql)
        }
    }
}

extension Double {
    /// SQLite would store NULL for not-a-number.
    func checkStorable(sql: String) throws {
        if isNaN { throw DatabaseError(.unstorableValue, "a real that is not a number", sql: sql) }
    }
}
