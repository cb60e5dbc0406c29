import Values
import XAPI

/// Any body gives the same parts, or the same refusal, in whatever pieces it arrives; the first byte chooses their size.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzMultipart(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    guard let first = bytes.first else { return 0 }
    let body = Array(bytes.dropFirst())
    precondition(read(body, pieces: .max) == read(body, pieces: Int(first) + 1), "pieces make a difference")
    _ = ContentTypeHeader(String(decoding: body, as: UTF8.self))
    return 0
}

private struct Part: Equatable {
    var headers: MultipartHeaders
    var data: [UInt8] = []
    var isEnded = false
}

/// Nil for a refusal.
private func read(_ body: [UInt8], pieces size: Int) -> [Part]? {
    guard let boundary = MultipartBoundary("b") else { return nil }
    var reader = MultipartReader(boundary: boundary, limits: .init(headerBytes: 256, parts: 8))
    var parts: [Part] = []
    var rest = body[...]
    do {
        while !rest.isEmpty {
            try reader.take(rest.prefix(size)) { event in
                switch event {
                case .begins(let headers): parts.append(Part(headers: headers))
                case .bytes(let bytes): parts[parts.count - 1].data += bytes
                case .ends: parts[parts.count - 1].isEnded = true
                }
            }
            rest = rest.dropFirst(size)
        }
        try reader.finish()
        precondition(parts.allSatisfy(\.isEnded), "a part without an end")
        return parts
    } catch { return nil }
}
