import COpenSSL

/// The numbers of a public key, big-endian, as RFC 7518 §6 writes them.
public enum PublicKeyComponents: Sendable, Hashable {
    /// Without leading zeros.
    case rsa(modulus: [UInt8], exponent: [UInt8])
    /// Each coordinate as long as the curve's field.
    case ellipticCurve(EllipticCurve, x: [UInt8], y: [UInt8])
}

/// Owns an EVP_PKEY.
///
/// Sendable without a check: the key is never changed after its making, and OpenSSL guards what it changes by itself
/// (reference count, blinding, cache of exported forms) with its own locks.
final class KeyHandle: @unchecked Sendable {
    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { self.pointer = pointer }

    deinit { EVP_PKEY_free(pointer) }

    /// Refuses keys that are weak, of another kind, or whose point isn't on its curve.
    func checkedComponents(leastRSABits: Int = 2_048) throws -> PublicKeyComponents {
        if EVP_PKEY_is_a(pointer, "RSA") == 1 { return try checkedRSA(leastRSABits) }
        if EVP_PKEY_is_a(pointer, "EC") == 1 { return try checkedCurve() }
        throw CryptographyError(.unreadableKey, "neither RSA nor elliptic curve")
    }

    private func checkedRSA(_ leastBits: Int) throws -> PublicKeyComponents {
        let modulus = try number(OSSL_PKEY_PARAM_RSA_N)
        let exponent = try number(OSSL_PKEY_PARAM_RSA_E)
        let bits = modulus.count * 8 - (modulus.first?.leadingZeroBitCount ?? 0)
        guard leastBits...8_192 ~= bits else { throw CryptographyError(.weakKey, "RSA of \(bits) bits") }
        guard let lowest = modulus.last, lowest & 1 == 1 else { throw CryptographyError(.weakKey, "even modulus") }
        guard exponent.count <= 8, let odd = exponent.last, odd & 1 == 1, exponent != [1] else {
            throw CryptographyError(.weakKey, "exponent is even, 1 or over 64 bits")
        }
        return .rsa(modulus: modulus, exponent: exponent)
    }

    private func checkedCurve() throws -> PublicKeyComponents {
        var name = [CChar](repeating: 0, count: 64)
        guard EVP_PKEY_get_group_name(pointer, &name, name.count, nil) == 1,
            let curve = EllipticCurve.allCases.first(where: { $0.group.utf8.elementsEqual(name.text) })
        else { throw CryptographyError.withQueue(.unknownCurve, "not P-256 or P-384") }
        let context = EVP_PKEY_CTX_new_from_pkey(nil, pointer, nil)
        defer { EVP_PKEY_CTX_free(context) }
        guard EVP_PKEY_public_check(context) == 1 else {
            throw CryptographyError.withQueue(.pointNotOnCurve, "public point")
        }
        return .ellipticCurve(
            curve, x: try number(OSSL_PKEY_PARAM_EC_PUB_X, length: curve.coordinateLength),
            y: try number(OSSL_PKEY_PARAM_EC_PUB_Y, length: curve.coordinateLength))
    }

    private func number(_ name: String, length: Int? = nil) throws -> [UInt8] {
        var value: OpaquePointer?
        guard EVP_PKEY_get_bn_param(pointer, name, &value) == 1 else {
            throw CryptographyError.withQueue(.unreadableKey, "no number \(name)")
        }
        defer { BN_free(value) }
        return bytes(of: value, length: length)
    }
}

/// The number big-endian, padded with zeros to `length` where one is given.
func bytes(of number: OpaquePointer?, length: Int? = nil) -> [UInt8] {
    let length = length ?? Int(BN_num_bits(number) + 7) / 8
    return [UInt8](unsafeUninitializedCapacity: length) { out, filled in
        filled = Int(max(0, BN_bn2binpad(number, out.baseAddress, Int32(length))))
    }
}

extension [CChar] {
    fileprivate var text: some Sequence<UInt8> { prefix { $0 != 0 }.map { UInt8(bitPattern: $0) } }
}
