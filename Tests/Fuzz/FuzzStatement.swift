import JSON
import Values
import XAPI

/// Any bytes are refused or a statement that, completed as it would be stored, is one still and means the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzStatement(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    guard let root = (try? JSONDocument(parsing: bytes))?.root else { return 0 }
    for older in OlderVersion.allCases {
        let converted = StatementConversion(from: older, homePage: "https://lectern.example.org").convert(root)
        guard case .success(let node) = converted, let document = try? JSONDocument(parsing: node.serialized) else {
            continue
        }
        _ = StatementReader.read(document.root, version: .v1)
    }
    for version in [XAPIVersion.v1, .v2] {
        _ = StatementReader.readBatch(root, version: version, tolerance: .packages)
        guard case .success(let statements) = StatementReader.readBatch(root, version: version) else { continue }
        for statement in statements { check(statement, version) }
    }
    return 0
}

private func check(_ statement: ValidStatement, _ version: XAPIVersion) {
    let completion = StatementCompletion(
        id: statement.id ?? UUID16.version7(at: Instant(unixSeconds: 0), random: [UInt8](repeating: 7, count: 10)),
        stored: Instant(unixSeconds: 1_795_076_130), authority: Array(#"{"mbox":"mailto:lrs@example.com"}"#.utf8))
    let stored = completion.complete(statement)
    guard let again = (try? JSONDocument(parsing: stored))?.root else { preconditionFailure("stored isn't JSON") }
    switch StatementReader.read(again, version: version) {
    case .failure(let refusal): preconditionFailure("stored isn't a statement: \(refusal.faults)")
    case .success(let read): precondition(read.logicalForm == statement.logicalForm, "stored means something else")
    }
}
