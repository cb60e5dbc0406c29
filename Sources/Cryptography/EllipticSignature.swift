import COpenSSL

/// ECDSA signatures in the two forms in use: OpenSSL's DER and the halves r || s of RFC 7518 §3.4.
enum EllipticSignature {
    static func raw(fromDER der: [UInt8], curve: EllipticCurve) -> [UInt8]? {
        let length = curve.coordinateLength
        let parsed = der.withUnsafeBufferPointer { bytes in
            var start = bytes.baseAddress
            return d2i_ECDSA_SIG(nil, &start, bytes.count)
        }
        guard let parsed else { return nil }
        defer { ECDSA_SIG_free(parsed) }
        return bytes(of: ECDSA_SIG_get0_r(parsed), length: length)
            + bytes(of: ECDSA_SIG_get0_s(parsed), length: length)
    }

    /// Nil when the length isn't exactly that of both halves.
    static func der(fromRaw raw: [UInt8], curve: EllipticCurve) -> [UInt8]? {
        let length = curve.coordinateLength
        guard raw.count == 2 * length, let signature = ECDSA_SIG_new() else { return nil }
        defer { ECDSA_SIG_free(signature) }
        let r = BN_bin2bn(Array(raw[..<length]), Int32(length), nil)
        let s = BN_bin2bn(Array(raw[length...]), Int32(length), nil)
        guard ECDSA_SIG_set0(signature, r, s) == 1 else {
            BN_free(r)
            BN_free(s)
            return nil
        }
        var der = [UInt8](repeating: 0, count: Int(i2d_ECDSA_SIG(signature, nil)))
        let written = der.withUnsafeMutableBufferPointer { out in
            var start = out.baseAddress
            return i2d_ECDSA_SIG(signature, &start)
        }
        return written == der.count ? der : nil
    }
}
