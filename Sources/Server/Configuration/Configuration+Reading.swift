package import Configuration
import Foundation
import Logging
package import Values
import Web
import Workflows

extension Configuration {
    /// Reads and checks all settings; every fault is in the error, not only the first.
    ///
    /// A secret may also stand in a file named by `…_FILE`.
    package static func read(_ reader: ConfigReader) throws(ServiceError) -> Configuration {
        var reading = Reading(reader: reader)
        let configuration = reading.configuration()
        guard reading.faults.isEmpty else {
            throw ServiceError(
                .invalid, "The configuration has \(reading.faults.count) fault(s).", faults: reading.faults)
        }
        return configuration
    }

    package static func fromEnvironment() throws(ServiceError) -> Configuration {
        try read(ConfigReader(provider: EnvironmentVariablesProvider()))
    }
}

private struct Reading {
    let reader: ConfigReader
    var faults: [ServiceError.Fault] = []

    mutating func configuration() -> Configuration {
        var read = Configuration()
        set(&read.address, "LECTERN_ADDRESS", "has to be host:port") { SocketAddress($0) }
        set(&read.contentAddress, "LECTERN_CONTENT_ADDRESS", "has to be host:port") { SocketAddress($0) }
        set(&read.publicURL, "LECTERN_PUBLIC_URL", Self.urlRule, Self.origin)
        set(&read.contentURL, "LECTERN_CONTENT_URL", Self.urlRule, Self.origin)
        set(&read.usesContentLabels, "LECTERN_CONTENT_LABELS", Self.flagRule) { Bool($0) }
        read.tlsCertificate = value("LECTERN_TLS_CERT")
        read.tlsKey = value("LECTERN_TLS_KEY")
        read.trustedCertificates = value("LECTERN_TRUSTED_CERTIFICATES")
        read.trustedProxies = list("LECTERN_TRUSTED_PROXIES")
        set(&read.dataFolder, "LECTERN_DATA", "mustn't be empty") { $0.isEmpty ? nil : $0 }
        set(&read.keysFolder, "LECTERN_KEYS", "mustn't be empty") { $0.isEmpty ? nil : $0 }
        read.keysPassphrase = secret("LECTERN_KEYS_PASSPHRASE")
        read.databaseURL = secret("LECTERN_DATABASE_URL")
        set(&read.logLevel, "LECTERN_LOG_LEVEL", "has to be trace … critical") { Logger.Level(rawValue: $0) }
        set(&read.logFormat, "LECTERN_LOG_FORMAT", "has to be text or json") { .init(rawValue: $0) }
        set(&read.recordLimits.statements, "LECTERN_STATEMENT_LIMIT", Self.memoryRule, Self.memory)
        set(&read.recordLimits.document, "LECTERN_DOCUMENT_LIMIT", Self.memoryRule, Self.memory)
        set(&read.recordLimits.attachments, "LECTERN_ATTACHMENT_LIMIT", Self.sizeRule, Self.size)
        set(&read.recordLimits.statement, "LECTERN_SINGLE_STATEMENT_LIMIT", Self.sizeRule, Self.size)
        read.refusedVerbs = list("LECTERN_REFUSED_VERBS")
        set(&read.matchesHashedMailboxes, "LECTERN_MATCH_HASHED_MAILBOXES", Self.flagRule) { Bool($0) }
        set(&read.recordRequestsPerSecond, "LECTERN_XAPI_RATE", "has to be a number from 0") {
            Int($0).flatMap { $0 >= 0 ? $0 : nil }
        }
        set(&read.launchesPerSecond, "LECTERN_LAUNCH_RATE", "has to be a number from 0") {
            Int($0).flatMap { $0 >= 0 ? $0 : nil }
        }
        set(&read.launchDays, "LECTERN_LAUNCH_DAYS", "has to be a number of days from 1 to 36500") {
            Int64($0).flatMap { (1...36_500).contains($0) ? $0 : nil }
        }
        set(&read.keyRotationDays, "LECTERN_KEY_ROTATION_DAYS", "has to be a number of days from 0 to 36500") {
            Int64($0).flatMap { (0...36_500).contains($0) ? $0 : nil }
        }
        read.metadataHosts = list("LECTERN_METADATA_HOSTS").map { $0.lowercased() }
        set(&read.allowPrivateAddresses, "LECTERN_ALLOW_PRIVATE_ADDRESSES", Self.flagRule) { Bool($0) }
        set(&read.allowPlainHTTP, "LECTERN_ALLOW_PLAIN_HTTP", Self.flagRule) { Bool($0) }
        checkProxies(read)
        checkTogether(read)
        return read
    }

    private static let urlRule = "has to be http(s)://host[:port] without a path"
    private static let flagRule = "has to be true or false"
    private static let memoryRule = "has to be a number of bytes up to 256M, with K, M or G behind it as you like"
    private static let sizeRule = "has to be a number of bytes, with K, M or G behind it as you like"

    private func value(_ variable: String) -> String? {
        reader.string(forKey: ConfigKey(variable.lowercased().replacing("_", with: ".")))
    }

    /// Parted by commas.
    private func list(_ variable: String) -> [String] {
        (value(variable) ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty }
    }

    private mutating func set<Value>(
        _ target: inout Value, _ variable: String, _ rule: String, _ parse: (String) -> Value?
    ) {
        guard let text = value(variable) else { return }
        if let parsed = parse(text) { target = parsed } else { faults.append(.init(variable, rule)) }
    }

    /// The value itself is never part of a fault.
    private mutating func secret(_ variable: String) -> Secret<String>? {
        let direct = reader.string(
            forKey: ConfigKey(variable.lowercased().replacing("_", with: ".")), isSecret: true)
        guard let path = value(variable + "_FILE") else { return direct.map { Secret($0) } }
        if direct != nil { faults.append(.init(variable, "is set together with \(variable)_FILE")) }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            faults.append(.init(variable + "_FILE", "names a file that can't be read"))
            return nil
        }
        return Secret(text.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    private static func size(_ text: String) -> Int? {
        let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
        let unit = text.last.flatMap { units[Character($0.uppercased())] }
        guard let number = Int(unit == nil ? text : String(text.dropLast())), number > 0 else { return nil }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: unit ?? 1)
        return overflow ? nil : bytes
    }

    /// Of what is held in memory and read as JSON.
    private static func memory(_ text: String) -> Int? { size(text).flatMap { $0 <= 256 << 20 ? $0 : nil } }

    private static func origin(_ text: String) -> String? {
        var text = text
        if text.hasSuffix("/") { text.removeLast() }
        guard let url = URLComponents(string: text), let scheme = url.scheme, ["http", "https"].contains(scheme),
            let host = url.host, !host.isEmpty, url.path.isEmpty, url.query == nil, url.fragment == nil,
            url.user == nil
        else { return nil }
        return text
    }

    private mutating func checkProxies(_ read: Configuration) {
        for (index, entry) in read.trustedProxies.enumerated() where TrustedProxies.Network(entry) == nil {
            let rule = "isn't an address or a network such as 10.0.0.0/8 or fd00::/8"
            faults.append(.init("LECTERN_TRUSTED_PROXIES", "entry \(index + 1) \(rule)"))
        }
    }

    private mutating func checkTogether(_ read: Configuration) {
        let mainHost = URLComponents(string: read.publicURL)?.host?.lowercased()
        let contentHost = URLComponents(string: read.contentURL)?.host?.lowercased()
        if mainHost == contentHost {
            faults.append(
                .init(
                    "LECTERN_CONTENT_URL",
                    "has the host of LECTERN_PUBLIC_URL: uploaded content needs a host name of its own"))
        }
        if (read.tlsCertificate == nil) != (read.tlsKey == nil) {
            faults.append(.init("LECTERN_TLS_CERT", "and LECTERN_TLS_KEY belong together"))
        }
        let files = [
            ("LECTERN_TLS_CERT", read.tlsCertificate), ("LECTERN_TLS_KEY", read.tlsKey),
            ("LECTERN_TRUSTED_CERTIFICATES", read.trustedCertificates),
        ]
        for (variable, file) in files {
            if let file, !FileManager.default.isReadableFile(atPath: file) {
                faults.append(.init(variable, "names a file that can't be read"))
            }
        }
        if let url = read.databaseURL?.reveal(), !url.hasPrefix("postgres://"), !url.hasPrefix("postgresql://") {
            faults.append(.init("LECTERN_DATABASE_URL", "has to begin with postgres://"))
        }
        let addresses = [("LECTERN_ADDRESS", read.address), ("LECTERN_CONTENT_ADDRESS", read.contentAddress)]
        for (variable, address) in addresses
        where !address.isLoopback && read.tlsCertificate == nil && !read.allowPlainHTTP {
            faults.append(
                .init(
                    variable,
                    "isn't loopback: set LECTERN_TLS_CERT and LECTERN_TLS_KEY, or LECTERN_ALLOW_PLAIN_HTTP=true"
                        + " when a proxy in front ends TLS"))
        }
    }
}
