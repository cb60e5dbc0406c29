import ArgumentParser
import Foundation
import Logging
import NIOCore
import Server
import Values
import Workflows

/// Runs a command's work with the service's database and keys open, and tells faults as people can act on them. A store
/// that isn't there is refused: it would be an empty one beside the service's.
func withServices(_ work: (Services) async throws -> Void) async throws {
    try await tellingFaults {
        let opened = try await OpenedServices.open(try Configuration.fromEnvironment(), .finding)
        do { try await work(opened.services) } catch {
            await opened.close()
            throw error
        }
        await opened.close()
    }
}

/// A `ServiceError` goes to standard error, each fault on a line, and the exit code is 1.
func tellingFaults(_ work: () async throws -> Void) async throws {
    do { try await work() } catch let error as ServiceError {
        var lines = ["error: " + error.message] + error.faults.map { "  \($0.place): \($0.message)" }
        if let cause = error.cause { lines.append("  cause: " + cause) }
        FileHandle.standardError.write(Data((lines.joined(separator: "\n") + "\n").utf8))
        throw ExitCode.failure
    } catch let error as IOError where error.errnoCode == EADDRINUSE {
        let line = """
            error: Something else listens at one of the addresses. Stop it, or choose others by LECTERN_ADDRESS and
              LECTERN_CONTENT_ADDRESS (and LECTERN_PUBLIC_URL and LECTERN_CONTENT_URL), for the demo LMS by --lms-port.

            """
        FileHandle.standardError.write(Data(line.utf8))
        throw ExitCode.failure
    }
}

/// Prints a line that is seen at once, in a file or a pipe too.
func tell(_ text: String) {
    print(text)
    fflush(nil)
}

/// Logs and metrics, once a process.
enum Observability {
    static func bootstrap(_ configuration: Configuration) -> (logger: Logger, metrics: PrometheusRegistry) {
        let (level, format) = (configuration.logLevel, configuration.logFormat)
        LoggingSystem.bootstrap { LineLogHandler(label: $0, level: level, format: format) }
        let metrics = PrometheusRegistry()
        metrics.bootstrap()
        return (Logger(label: "lectern"), metrics)
    }
}
