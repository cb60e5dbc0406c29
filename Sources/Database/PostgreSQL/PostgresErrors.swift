import Values

/// What an error report means to the caller. The detail isn't taken over: it quotes values.
func postgresError(_ result: PostgresResult, sql: String?) -> any Error {
    let state = result.diagnostic("C") ?? ""
    let message = result.diagnostic("M") ?? result.message
    return postgresError(state: state, message: message, constraint: result.diagnostic("n"), sql: sql)
}

func postgresError(state: String, message: String, constraint: String?, sql: String?) -> any Error {
    let kind: DatabaseError.Code
    switch state {
    case "23505": kind = .uniqueViolation
    case "23503": kind = .foreignKeyViolation
    case "23502": kind = .notNullViolation
    case "23514": kind = .checkViolation
    case "40001", "40P01": kind = .serializationFailure
    // Lock not available, statement time-out, object in use.
    case "55P03", "57014", "55006": return ServiceError.databaseUnavailable("PostgreSQL \(state): \(message)")
    default:
        switch state.prefix(2) {
        // Lost connection; out of disk, memory or connections; operator's intervention; system error.
        case "08", "53", "57", "58": return ServiceError.databaseUnavailable("PostgreSQL \(state): \(message)")
        case "25": return ServiceError.databaseUnavailable("PostgreSQL \(state): \(message)").unlessOurs(state, message)
        case "42", "22", "0A", "26", "34": kind = .misuse
        default: kind = .other
        }
    }
    return DatabaseError(kind, "\(state): \(message)", constraint: constraint, sql: sql)
}

extension ServiceError {
    /// A write inside ``SQLDatabase/read(_:)`` is our mistake; idle time-outs aren't.
    fileprivate func unlessOurs(_ state: String, _ message: String) -> any Error {
        state == "25P03" ? self : DatabaseError(.misuse, "\(state): \(message)")
    }
}
