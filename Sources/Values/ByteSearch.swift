package import Foundation

extension ContiguousBytes {
    /// Whether these bytes occur one after the other: libc's search for the first of them, a comparison at each find.
    package func holds(_ wanted: StaticString) -> Bool {
        let length = wanted.utf8CodeUnitCount
        guard length > 0 else { return true }
        let first = Int32(wanted.utf8Start.pointee)
        return withUnsafeBytes { bytes in
            guard bytes.count >= length, var place = bytes.baseAddress else { return false }
            let end = place + bytes.count
            while end - place >= length, let found = memchr(place, first, end - place - length + 1) {
                if memcmp(found, wanted.utf8Start, length) == 0 { return true }
                place = UnsafeRawPointer(found) + 1
            }
            return false
        }
    }
}
