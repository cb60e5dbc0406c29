import Cryptography
import HTTPTypes
package import Hummingbird
import NIOCore
import Values

/// The service's own style, scripts and icons, under names that change with their content and so never go stale.
package enum Assets {
    struct File: Sendable {
        let type: String
        let bytes: [UInt8]
        let path: String

        init(_ name: String, type: String, _ bytes: [UInt8]) {
            self.type = type
            self.bytes = bytes
            let dot = name.lastIndex(of: ".") ?? name.endIndex
            let mark = Base64URL.encode(Digest.sha256(bytes).prefix(9))
            path = "/assets/\(name[..<dot]).\(mark)\(name[dot...])"
        }
    }

    static let files: [String: File] = {
        let css = "text/css; charset=utf-8"
        let script = "text/javascript; charset=utf-8"
        let table: [(String, String, [UInt8])] = [
            ("lectern.css", css, PackageResources.lectern_css),
            ("icon.svg", "image/svg+xml", PackageResources.icon_svg),
            ("launch.js", script, PackageResources.launch_js),
            ("lesson.js", script, PackageResources.lesson_js),
            ("close.js", script, PackageResources.close_js),
            ("post.js", script, PackageResources.post_js),
            ("storage.js", script, PackageResources.storage_js),
            ("times.js", script, PackageResources.times_js),
        ]
        return Dictionary(table.map { ($0.0, File($0.0, type: $0.1, $0.2)) }) { first, _ in first }
    }()

    private static let byPath = Dictionary(files.values.map { ($0.path, $0) }) { first, _ in first }

    /// Where the asset stands: `/assets/lectern.<hash>.css`.
    package static func path(of name: String) -> String { files[name]?.path ?? "/assets/" + name }

    /// Adds `GET /assets/:file`.
    package static func addRoutes(to router: Router<LecternRequestContext>) {
        router.get("/assets/:file") { request, _ in try response(path: request.uri.path) }
    }

    static func response(path: String) throws -> Response {
        guard let file = byPath[path] else { throw ServiceError(.notFound, "There is no such file.") }
        let headers: HTTPFields = [
            .contentType: file.type, .cacheControl: "public, max-age=31536000, immutable",
        ]
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: file.bytes)))
    }
}
