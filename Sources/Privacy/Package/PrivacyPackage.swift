package import Access
package import ContentPackages
import Cryptography
package import Database
package import Exports
import JSON
package import PersonalData
package import Texts
package import Values

/// The data package of a person: a zip with `index.html` (readable offline), `manifest.json` (hashes and counts,
/// signed) and a folder for each category (GDPR-EXP-01).
package struct PrivacyPackage: Sendable {
    package var registry: PersonalDataRegistry
    package var keyring: Keyring
    package var wording: Wording
    package var madeAt: Instant
    /// The number of the request that it answers.
    package var request: String

    package init(
        registry: PersonalDataRegistry, keyring: Keyring, wording: Wording, madeAt: Instant, request: String
    ) {
        self.registry = registry
        self.keyring = keyring
        self.wording = wording
        self.madeAt = madeAt
        self.request = request
    }

    /// Writes everything that is registered, from one snapshot, file by file.
    /// - Returns: what went in, without index and manifest.
    package func write(
        _ person: PersonReference, from tx: Transaction, into zip: ZipWriter
    ) throws -> [ExportedFile] {
        var files: [ExportedFile] = []
        let page = ReadablePage(wording)
        try registry.export(person, from: tx) { item in
            try zip.add(item.path, item.bytes)
            files.append(
                ExportedFile(
                    name: item.path, bytes: item.bytes.count,
                    sha256: Hexadecimal.encode(Digest.sha256(item.bytes)), rows: item.count))
            if let html = page.render(item) { try zip.add(ReadablePage.path(of: item.path), Array(html.utf8)) }
        }
        try zip.add("index.html", Array(page.index(of: files, request: request, madeAt: madeAt).utf8))
        try zip.add("manifest.json", try manifest(files).bytes)
        return files
    }

    private func manifest(_ files: [ExportedFile]) throws -> SignedDocument {
        let node: JSONNode = [
            "schema": "lectern-privacy-package-1", "request": .string(request), "madeAt": .string(madeAt.rfc3339),
            "files": .array(files.map(\.node)),
        ]
        return try SignedDocument(.privacyManifest, node, signedBy: keyring)
    }
}
