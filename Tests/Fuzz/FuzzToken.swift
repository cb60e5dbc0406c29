import JOSE

/// Any text is refused or parsed; nothing crashes.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzToken(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: data, count: size), as: UTF8.self)
    _ = try? CompactJWS(parsing: text)
    _ = try? JSONWebKeySet(parsing: Array(text.utf8))
    return 0
}
