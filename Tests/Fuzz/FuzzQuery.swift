import JSON
import Values
import XAPI

/// Any query is refused or read, its encoding reads back as the same, and no value stops those who read it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzQuery(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: data, count: size), as: UTF8.self)
    guard let form = URLEncodedForm(parsing: text) else { return 0 }
    guard let again = URLEncodedForm(parsing: form.encoded) else { preconditionFailure("what is encoded isn't read") }
    let isSame = again.fields.elementsEqual(form.fields) { a, b in
        a.name.utf8.elementsEqual(b.name.utf8) && a.value.utf8.elementsEqual(b.value.utf8)
    }
    precondition(isSame, "what is encoded means something else")
    for (_, value) in form.fields {
        _ = StandardUUID.parse(value)
        _ = IRI.isValid(value)
        _ = try? AgentParameter.read(value)
        if let moment = XAPITimestamp(value)?.instant {
            precondition(Instant(rfc3339: moment.rfc3339) == moment, "a moment prints as another")
        }
    }
    return 0
}
