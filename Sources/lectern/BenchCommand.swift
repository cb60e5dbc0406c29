import ArgumentParser
import Bench
import Values

struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measures the service against limits taken in the same run.",
        discussion: """
            Serves data of its own in a child process, prints a table and writes the same as JSON. Each limit is a C loop
            over the same rows or signatures; a ratio of 1 means as fast as that. docs/benchmarks.md tells how to read it.

            Example: lectern bench --only post-one-16,token
            """)

    @Option(help: "Rows, separated by commas: \(Bench.ids.joined(separator: ", ")).") var only: String?
    @Flag(help: "The reads at 10 million statements instead, for which 60 GB of disk must be free.") var large = false
    @Option(help: "The URL of a PostgreSQL on which databases may be made: the rows that can be measured there.")
    var postgres: String?
    @Option(help: "Where the JSON goes.") var out = "bench/last.json"

    private var wanted: [String] { only.map { $0.split(separator: ",").map(String.init) } ?? usual }
    private var usual: [String] { large ? Bench.large : postgres == nil ? Bench.usual : Bench.onPostgres }

    func validate() throws {
        if let unknown = wanted.first(where: { !Bench.ids.contains($0) }) {
            throw ValidationError("there is no row “\(unknown)”")
        }
        if postgres != nil, let foreign = wanted.first(where: { !Bench.onPostgres.contains($0) }) {
            throw ValidationError("the row “\(foreign)” is measured on SQLite only")
        }
    }

    func run() async throws {
        if large, let obstacle = Bench.obstacleToLarge() {
            print("skipped: \(obstacle)")
            return
        }
        try await Bench.run(
            Set(wanted), executable: "/proc/self/exe", postgres: postgres.map { Secret($0) }, file: out)
    }
}
