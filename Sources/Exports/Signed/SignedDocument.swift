package import Access
package import JOSE
package import JSON
import Values

/// A JSON document that the service vouches for: readable as it is, with a signature (JWS, RFC 7515) over exactly what
/// is shown.
///
///     {"document": {…}, "signature": "eyJ…"}
package struct SignedDocument: Sendable {
    /// What it is about; the signature's `typ`, so that one kind can't be shown as another.
    package enum Kind: String, Sendable, CaseIterable {
        case exportReport = "lectern-export-report+jws"
        case erasureCertificate = "lectern-erasure-certificate+jws"
        case privacyManifest = "lectern-privacy-manifest+jws"
    }

    package let kind: Kind
    /// The file's bytes.
    package let bytes: [UInt8]

    /// Signs with the service's current key.
    package init(_ kind: Kind, _ document: JSONNode, signedBy keyring: Keyring) throws {
        let payload = document.serialized
        let signature = try keyring.current.sign(payload, type: kind.rawValue)
        self.kind = kind
        bytes = Array("{\"document\": ".utf8) + payload + Array(",\n \"signature\": \"\(signature)\"}\n".utf8)
    }
}

/// A signed document whose signature was checked.
package struct VerifiedDocument: Sendable {
    package let kind: SignedDocument.Kind
    /// The name of the key that signed.
    package let keyID: String
    /// What was signed.
    package let document: JSONDocument

    private static let limit = 4 << 20

    /// Checks a file's bytes against the service's keys.
    /// - Throws: `unprocessable` with every reason: no signed document, a signature that is wrong or of another's key,
    ///   a shown document that isn't the signed one.
    package init(parsing bytes: [UInt8], keys: JSONWebKeySet) throws {
        guard let file = try? JSONDocument(parsing: bytes).root, let shown = file["document"],
            let signature = file["signature"]?.string
        else { throw Self.refusal([.init("", "This is no signed document of the service.")]) }
        let jws: CompactJWS
        do { jws = try CompactJWS(parsing: signature, limit: Self.limit) } catch {
            throw Self.refusal([.init("/signature", "The signature can't be read: \(error)")])
        }
        let verdict = keys.judge(jws)
        var faults = verdict.faults.map { ServiceError.Fault("/signature", $0.description) }
        let kind = jws.header.typ.flatMap(SignedDocument.Kind.init)
        if kind == nil { faults.append(.init("/signature", "It is signed for another purpose.")) }
        if !shown.rawBytes.elementsEqual(jws.payload) {
            faults.append(.init("/document", "What is shown isn't what was signed."))
        }
        guard faults.isEmpty, let kind, let keyID = jws.header.kid else { throw Self.refusal(faults) }
        self.kind = kind
        self.keyID = keyID
        document = try JSONDocument(parsing: jws.payload)
    }

    private static func refusal(_ faults: [ServiceError.Fault]) -> ServiceError {
        ServiceError(.unprocessable, "The document isn't genuine.", faults: faults)
    }
}
