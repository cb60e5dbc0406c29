import Foundation

/// Ports that nobody listens at, asked of the kernel.
package enum FreePort {
    package static func find(_ count: Int) throws -> [Int] {
        var sockets: [Int32] = []
        defer { sockets.forEach { close($0) } }
        return try (0..<count).map { _ in
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            sockets.append(descriptor)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let port: UInt16? = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                    guard bind(descriptor, generic, length) == 0, getsockname(descriptor, generic, &length) == 0 else {
                        return nil
                    }
                    return UInt16(bigEndian: pointer.pointee.sin_port)
                }
            }
            guard let port else { throw BrowserClient.Failure(description: "there is no free port") }
            return Int(port)
        }
    }
}
