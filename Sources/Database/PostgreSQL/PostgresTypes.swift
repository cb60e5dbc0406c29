import CLibPQ

/// Types as PostgreSQL's catalogue numbers them (pg_type.dat), as far as the shared SQL can give them.
enum PostgresType {
    static let bool: Oid = 16
    static let bytea: Oid = 17
    static let name: Oid = 19
    static let int8: Oid = 20
    static let int2: Oid = 21
    static let int4: Oid = 23
    static let text: Oid = 25
    static let float4: Oid = 700
    static let float8: Oid = 701
    static let unknown: Oid = 705
    static let bpchar: Oid = 1042
    static let varchar: Oid = 1043
    static let numeric: Oid = 1700
    static let void: Oid = 2278

    /// The type of a bound value. Saying it keeps the server from guessing a narrower one.
    static func parameter(_ kind: SQLKind) -> Oid {
        switch kind {
        case .integer: int8
        case .real: float8
        case .text: text
        case .bytes: bytea
        case .null: 0
        }
    }
}
