import Cryptography
import Foundation
package import OutboundHTTP
package import Values

/// Looks at the whole installation without changing anything of it: settings, folders, keys, database, clocks, addresses,
/// certificates, platforms, deliveries. Every fault is told with what to do about it.
package struct Doctor: Sendable {
    private let world: World
    private let resolution: NameResolution

    package init(world: World = .system, resolution: NameResolution = .system) {
        self.world = world
        self.resolution = resolution
    }

    /// - Parameter read: gives the configuration; its faults are findings, too.
    package func run(_ read: () throws(ServiceError) -> Configuration) async -> [Finding] {
        let configuration: Configuration
        do { configuration = try read() } catch {
            return error.faults.map { Finding(.fault, $0.place, $0.message + " (docs/configuration.md)") }
        }
        var findings = [Finding(.good, "settings", "can be used together")]
        findings += AddressCheck(configuration: configuration, world: world).run()
        findings += await NamesCheck(configuration: configuration, resolution: resolution).run()
        findings += FolderCheck(configuration: configuration).run()
        findings += KeysCheck(configuration: configuration).run()
        findings += await DatabaseCheck(configuration: configuration, world: world).run()
        return findings
    }
}

/// Whether browsers and platforms meet TLS, with a certificate that holds.
private struct AddressCheck {
    let configuration: Configuration
    let world: World

    func run() -> [Finding] {
        let urls = [("LECTERN_PUBLIC_URL", configuration.publicURL), ("LECTERN_CONTENT_URL", configuration.contentURL)]
        return urls.map(judge) + certificate()
    }

    private func judge(_ variable: String, _ url: String) -> Finding {
        let host = URLComponents(string: url)?.host ?? ""
        if url.hasPrefix("https://") { return Finding(.good, variable, url) }
        if host == "localhost" || host.hasSuffix(".localhost") {
            return Finding(
                .warning, variable,
                "\(url) is good for trying out on this machine alone: platforms need an https address")
        }
        return Finding(
            .fault, variable,
            "\(url) isn't https: browsers drop the cookies of a frame, and LMSs refuse the tool. Set an https address, and"
                + " end TLS in front or by LECTERN_TLS_CERT and LECTERN_TLS_KEY")
    }

    private func certificate() -> [Finding] {
        guard let path = configuration.tlsCertificate else { return [] }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8),
            let end = Self.end(ofFirstIn: text)
        else { return [Finding(.fault, "LECTERN_TLS_CERT", "\(path) holds no certificate in PEM")] }
        let days = (end.unixSeconds - world.now().unixSeconds) / 86_400
        if days < 0 { return [Finding(.fault, "LECTERN_TLS_CERT", "has ended on \(end.rfc3339): renew it")] }
        let level: Finding.Level = days < 14 ? .warning : .good
        return [Finding(level, "LECTERN_TLS_CERT", "holds until \(end.rfc3339)" + (days < 14 ? ": renew it now" : ""))]
    }
}

extension AddressCheck {
    /// Of the first certificate in PEM (RFC 7468), which is the service's own.
    fileprivate static func end(ofFirstIn pem: String) -> Instant? {
        guard let start = pem.firstRange(of: "-----BEGIN CERTIFICATE-----"),
            let stop = pem[start.upperBound...].firstRange(of: "-----END CERTIFICATE-----"),
            let der = Data(
                base64Encoded: String(pem[start.upperBound..<stop.lowerBound]), options: .ignoreUnknownCharacters)
        else { return nil }
        return (try? Certificate(der: Array(der)))?.endUnixSeconds.map { Instant(unixSeconds: $0) }
    }
}

/// Whether the names lead anywhere, and packages can have hosts of their own (design D9).
private struct NamesCheck {
    let configuration: Configuration
    let resolution: NameResolution

    func run() async -> [Finding] {
        var findings: [Finding] = []
        for url in [configuration.publicURL, configuration.contentURL] {
            guard let host = URLComponents(string: url)?.host, !host.hasSuffix("localhost") else { continue }
            if !(await isKnown(host)) {
                findings.append(Finding(.fault, "name", "\(host) isn't known here: add it to the DNS"))
            }
        }
        guard let host = URLComponents(string: configuration.contentURL)?.host else { return findings }
        // Browsers know every name under localhost.
        let isWild = if host.hasSuffix("localhost") { true } else { await isKnown("doctor." + host) }
        return findings + [labels(host, isWild: isWild)]
    }

    private func labels(_ host: String, isWild: Bool) -> Finding {
        switch (configuration.usesContentLabels, isWild) {
        case (true, true): Finding(.good, "content host", "each package has a host of its own below \(host)")
        case (true, false):
            Finding(
                .fault, "content host",
                "there is no wildcard name *.\(host), so that no lesson opens: add it, or set"
                    + " LECTERN_CONTENT_LABELS=false to have all packages share one host")
        case (false, true):
            Finding(
                .warning, "content host",
                "all packages share \(host), and may read one another's storage, though there is a wildcard name"
                    + " *.\(host): set LECTERN_CONTENT_LABELS=true")
        case (false, false):
            Finding(
                .warning, "content host",
                "all packages share \(host), and may read one another's storage: add a wildcard name *.\(host) and set"
                    + " LECTERN_CONTENT_LABELS=true")
        }
    }

    private func isKnown(_ host: String) async -> Bool { (try? await resolution.addresses(host))?.isEmpty == false }
}
