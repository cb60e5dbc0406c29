import JSON

/// Any bytes are either refused or a document that reads back as itself.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSON(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    guard let document = try? JSONDocument(parsing: bytes) else { return 0 }
    let written = document.root.node.serialized
    guard let again = try? JSONDocument(parsing: written) else { preconditionFailure("what was written isn't JSON") }
    precondition(again.root.isEquivalent(to: document.root), "what was written isn't what was read")
    return 0
}
