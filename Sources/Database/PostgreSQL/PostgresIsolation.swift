/// What a transaction may see and do.
enum PostgresIsolation: String {
    /// A snapshot.
    case read = "isolation level repeatable read read only"
    /// As if transactions ran one after another.
    case write = "isolation level serializable"
    /// Rests on unique constraints alone.
    case append = "isolation level read committed"
}
