public import Cryptography
import JOSE
public import JSON
public import Values

/// Signatures of statements: a JWS in its compact form, whose payload is the statement before the signature was added
/// (1.0.3 Data §2.6; IEEE 9274.1.1 §4.2.6).
public enum StatementSignature {
    /// What is known of a signature that a statement came with.
    public enum Finding: Hashable, Sendable {
        /// Made by the certificate's key; what the certificate is worth is another matter.
        case certified(Certificate.Trust)
        /// The text is the statement's, but no certificate came with it that tells who signed.
        case anonymous
        /// The data stands elsewhere and wasn't looked at.
        case unseen
    }

    /// Bytes of the longest signature that is looked at.
    public static let limit = 4 << 20
    /// Certificates of the longest chain.
    private static let chainLimit = 10
    private static let algorithms: [String: SignatureAlgorithm] = [
        "RS256": .RS256, "RS384": .RS384, "RS512": .RS512,
    ]

    /// - Parameters:
    ///   - bytes: the attachment's data.
    ///   - statement: the statement that carries it.
    ///   - now: when the certificate is to be valid.
    /// - Returns: the reason for a refusal as the error.
    public static func check(
        _ bytes: [UInt8], of statement: JSONValue, now: Instant
    ) -> Result<Finding, StatementSignatureFault> {
        do throws(StatementSignatureFault) {
            let text = try read(bytes)
            try compare(text.payload, with: statement)
            return .success(try finding(of: text, now: now))
        } catch {
            return .failure(error)
        }
    }

    private static func read(_ bytes: [UInt8]) throws(StatementSignatureFault) -> CompactJWS {
        do {
            return try CompactJWS(parsing: bytes, limit: limit)
        } catch {
            throw StatementSignatureFault("isn't a JWS in compact form: \(error.detail)")
        }
    }

    private static func compare(_ payload: [UInt8], with statement: JSONValue) throws(StatementSignatureFault) {
        let signed: JSONValue
        do { signed = try JSONDocument(parsing: payload).root } catch {
            throw StatementSignatureFault("has a payload that isn't JSON: \(error.message)")
        }
        guard signed.kind == .object else { throw StatementSignatureFault("has a payload that isn't a statement") }
        if let own = statement["id"]?.string, let theirs = signed["id"]?.string, own.lowercased() != theirs.lowercased()
        {
            throw StatementSignatureFault("was made for another statement")
        }
        guard StatementEquality.areSame(signed, statement) else {
            throw StatementSignatureFault("has a payload that differs from the statement")
        }
    }

    private static func finding(of text: CompactJWS, now: Instant) throws(StatementSignatureFault) -> Finding {
        guard let algorithm = algorithms[text.header.alg] else {
            throw StatementSignatureFault("uses the algorithm \(text.header.alg), not RS256, RS384 or RS512")
        }
        guard let listed = text.header.document.root["x5c"] else { return .anonymous }
        let chain = try chain(listed)
        do {
            guard text.isSigned(by: try chain[0].publicKey(), algorithm: algorithm) else {
                throw StatementSignatureFault("isn't made by the key of its certificate")
            }
        } catch let fault as StatementSignatureFault {
            throw fault
        } catch {
            throw StatementSignatureFault("has a certificate whose key can't be used")
        }
        return .certified(Certificate.trust(in: chain, unixSeconds: now.unixSeconds))
    }

    /// Never empty.
    private static func chain(_ listed: JSONValue) throws(StatementSignatureFault) -> [Certificate] {
        let texts = listed.elements.compactMap(\.string)
        guard listed.kind == .array, texts.count == listed.count, (1...chainLimit).contains(texts.count) else {
            throw StatementSignatureFault("has an x5c that isn't a list of certificates")
        }
        var chain: [Certificate] = []
        for text in texts {
            guard let der = Base64.decode(text), let certificate = try? Certificate(der: der) else {
                throw StatementSignatureFault("has an x5c that isn't a list of certificates")
            }
            chain.append(certificate)
        }
        return chain
    }
}

/// Why a signature was refused: words that follow "the signature".
public struct StatementSignatureFault: Error, Hashable, Sendable {
    public let message: String

    init(_ message: String) { self.message = message }
}

/// Base64 with its padding (RFC 4648 §4), as x5c has it.
enum Base64 {
    static func decode(_ text: String) -> [UInt8]? {
        guard text.utf8.count % 4 == 0 else { return nil }
        let unpadded = text.utf8.reversed().drop { $0 == UInt8(ascii: "=") }.reversed()
        guard text.utf8.count - unpadded.count <= 2 else { return nil }
        var urlSafe: [UInt8] = []
        urlSafe.reserveCapacity(unpadded.count)
        for byte in unpadded {
            switch byte {
            case UInt8(ascii: "+"): urlSafe.append(UInt8(ascii: "-"))
            case UInt8(ascii: "/"): urlSafe.append(UInt8(ascii: "_"))
            case UInt8(ascii: "-"), UInt8(ascii: "_"): return nil
            default: urlSafe.append(byte)
            }
        }
        return Base64URL.decode(urlSafe)
    }
}
