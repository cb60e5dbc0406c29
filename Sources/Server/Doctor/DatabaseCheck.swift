import Access
import Connections
import Database
import Foundation
import OutboundHTTP
import Outbox
import Values

/// The database, what it says of itself, and what its records lead to.
struct DatabaseCheck {
    let configuration: Configuration
    let world: World

    func run() async -> [Finding] {
        if configuration.databaseURL == nil,
            !FileManager.default.fileExists(atPath: configuration.dataFolder + "/lectern.sqlite")
        {
            return [Finding(.warning, "database", "there is none yet; the first start makes it")]
        }
        do {
            let database = try await SQLDatabase.open(configuration.databaseLocation, world: world)
            let findings = await look(at: database)
            await database.close()
            return findings
        } catch let error as ServiceError {
            return [Finding(.fault, "database", "\(error.message) Check LECTERN_DATABASE_URL and whether it runs")]
        } catch { return [Finding(.fault, "database", "can't be opened: \(error)")] }
    }

    private func look(at database: SQLDatabase) async -> [Finding] {
        do {
            var findings = [try await version(database), try await clock(database)]
            findings += try await key(database)
            guard try await !database.isOfLaterRelease() else {
                return findings + [Finding(.fault, "migrations", Store.later.message)]
            }
            let pending = try await database.pendingMigrations()
            guard pending.isEmpty else {
                return findings + [
                    Finding(.warning, "migrations", "\(pending.count) are to be applied; the next start does it")
                ]
            }
            findings += [Finding(.good, "migrations", "are all applied"), try await instance(database)]
            findings.append(try await deliveries(database))
            return findings + (try await platforms(database))
        } catch let error as ServiceError {
            return [Finding(.fault, "database", error.message)]
        } catch { return [Finding(.fault, "database", "can't be read: \(error)")] }
    }

    /// Whether the vault's key is the one of these records; one that doesn't open is told elsewhere.
    private func key(_ database: SQLDatabase) async throws -> [Finding] {
        guard let known = try await database.instance() else { return [] }
        var findings: [Finding] = []
        if known.isDemo {
            let text =
                "these records are a demo's, whose users have passwords that everybody knows: start with new ones"
            findings.append(Finding(.warning, "demo", text))
        }
        let key = StoreKey(configuration, database)
        let vault: Vault?
        do { vault = try key.openIfAny() } catch { return findings }
        switch try await key.standing(of: vault, known) {
        case .fits: findings.append(Finding(.good, "vault and database", "belong together"))
        case .missing: findings.append(Finding(.fault, "vault and database", StoreKey.missing(configuration).message))
        case .foreign: findings.append(Finding(.fault, "vault and database", StoreKey.foreign(configuration).message))
        case .unbound: break
        }
        return findings
    }

    private func version(_ database: SQLDatabase) async throws -> Finding {
        let isSQLite = database.engine == .sqlite
        let text = try await database.read { tx in
            try tx.row(isSQLite ? "select sqlite_version()" : "select current_setting('server_version')")?.text(0) ?? ""
        }
        let parts = text.split { !$0.isNumber }.prefix(2).compactMap { Int($0) } + [0, 0]
        let isEnough = isSQLite ? (parts[0], parts[1]) >= (3, 40) : parts[0] >= 15
        let name = (isSQLite ? "SQLite " : "PostgreSQL ") + text
        return isEnough
            ? Finding(.good, "database", name)
            : Finding(.fault, "database", "\(name) is too old: \(isSQLite ? "3.40" : "15") or later is needed")
    }

    /// Nodes and database must agree on the time, or sessions and locks end too early or too late.
    private func clock(_ database: SQLDatabase) async throws -> Finding {
        let theirs = try await database.read { $0.startedAt }
        let apart = abs(theirs.microseconds(since: world.now())) / 1_000_000
        return apart <= 2
            ? Finding(.good, "clock", "agrees with the database's")
            : Finding(.fault, "clock", "is \(apart) s apart from the database's: run an NTP client on both machines")
    }

    private func instance(_ database: SQLDatabase) async throws -> Finding {
        let own = try await database.instanceID().description
        let path = configuration.dataFolder + "/instance-id"
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            return Finding(.warning, "instance", "the data folder has no instance-id; the next start writes it")
        }
        return text.trimmingCharacters(in: .whitespacesAndNewlines) == own
            ? Finding(.good, "instance", "folder and database belong together")
            : Finding(
                .fault, "instance",
                "the data folder belongs to another database: check LECTERN_DATA and LECTERN_DATABASE_URL")
    }

    private func deliveries(_ database: SQLDatabase) async throws -> Finding {
        let dead = try await database.read { tx in
            try Tenants.all(in: tx).reduce(0) { try $0 + (OutboxQueue.counts($1.id, in: tx)[.dead] ?? 0) }
        }
        return dead == 0
            ? Finding(.good, "deliveries", "none was given up")
            : Finding(.warning, "deliveries", "\(dead) were given up: see /admin/outbox, and send them again")
    }

    /// Asks each platform for its key set, by the same way as launches do.
    private func platforms(_ database: SQLDatabase) async throws -> [Finding] {
        let registrations = try await database.read { tx in
            try Tenants.all(in: tx).flatMap { try Registrations.list(of: $0.id, in: tx) }
        }.filter { $0.isActive && $0.publicKey == nil }
        guard !registrations.isEmpty else { return [] }
        var policy = try configuration.outboundPolicy()
        policy.timeout = 10
        let client = try OutboundClient(policy)
        var findings: [Finding] = []
        for registration in registrations {
            findings.append(await ask(registration, client))
        }
        try await client.shutdown()
        return findings
    }

    private func ask(_ registration: Registration, _ client: OutboundClient) async -> Finding {
        let subject = "platform \(registration.name)"
        do {
            let answer = try await client.send(OutboundRequest(.get, registration.jwksURL))
            return answer.isSuccess
                ? Finding(.good, subject, "gives its keys")
                : Finding(
                    .warning, subject, "answers \(answer.status) when asked for its keys at \(registration.jwksURL)")
        } catch let error as OutboundError where error.code == .insecure {
            return Finding(.fault, subject, "shows a certificate that doesn't hold: tell its administrator")
        } catch let error as OutboundError {
            return Finding(
                .warning, subject, "can't be reached at \(registration.jwksURL) (\(error.code.rawValue)); launches fail"
            )
        } catch { return Finding(.warning, subject, "can't be asked: \(error)") }
    }
}
