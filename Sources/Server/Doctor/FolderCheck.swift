import Foundation
import Glibc

/// The data folder: whether it can be written, and how much room there is.
struct FolderCheck {
    /// Bytes below which statements may soon be refused, and below which an operator is warned.
    private static let (least, comfortable): (UInt64, UInt64) = (256 << 20, 2 << 30)
    let configuration: Configuration

    func run() -> [Finding] {
        let path = configuration.dataFolder
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            return [Finding(.warning, "LECTERN_DATA", "\(path) isn't there; the first start makes it"), room("/")]
        }
        guard isFolder.boolValue, access(path, R_OK | W_OK | X_OK) == 0 else {
            return [Finding(.fault, "LECTERN_DATA", "\(path) can't be written by this user: chown or choose another")]
        }
        return [Finding(.good, "LECTERN_DATA", path), room(path)]
    }

    private func room(_ path: String) -> Finding {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return Finding(.warning, "disk", "its room can't be told") }
        let free = UInt64(status.f_bavail) * UInt64(status.f_frsize)
        let text = "\(free >> 20) MiB are free"
        if free < Self.least { return Finding(.fault, "disk", text + ": make room, or statements are soon refused") }
        return free < Self.comfortable
            ? Finding(.warning, "disk", text + ": make room soon") : Finding(.good, "disk", text)
    }
}
