import ContentPackages
import Foundation

/// Any upload is refused or unpacked, within its limits and inside its folder.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzZip(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: data, count: size)
    let place = "/dev/shm/lectern-fuzz-\(getpid())"
    let (file, folder) = (place + "/upload", place + "/inside")
    try? FileManager.default.removeItem(atPath: place)
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    guard FileManager.default.createFile(atPath: file, contents: Data(bytes)) else { return 0 }
    var policy = UploadedPackage.Policy()
    policy.limits.totalBytes = 1 << 20
    guard let package = try? UploadedPackage(path: file).check(policy) else { return 0 }
    precondition(package.size <= 1 << 20, "larger than its limit")
    try? package.unpack(into: folder)
    let around = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
    precondition(Set(around) == ["upload", "inside"], "something was written outside: \(around)")
    return 0
}
