/// Everything that can be said against a zip before a byte of it is unpacked (CMI-SAFE-01 to 04).
struct ZipCheck {
    let limits: PackageLimits

    /// All faults, in the directory's order; the whole's sizes last.
    func faults(of directory: ZipDirectory, in file: borrowing ReadableFile) -> [PackageFault] {
        var names = ZipNameCheck(limits: limits)
        var faults: [PackageFault] = []
        for entry in directory.entries {
            faults += names.faults(of: entry)
            faults += formFaults(entry)
            faults += sizeFaults(entry)
            if let problem = LocalHeader.disagreement(of: entry, in: file, directoryStart: directory.start) {
                faults.append(PackageFault("CMI-PKG-03", file: entry.name, problem))
            }
        }
        return faults + overlapFaults(directory) + totalFaults(directory)
    }

    private func formFaults(_ entry: ZipEntry) -> [PackageFault] {
        if entry.isEncrypted { return [PackageFault("CMI-SAFE-04", file: entry.name, "The entry is encrypted.")] }
        if entry.method != 0 && entry.method != 8 {
            let text = "Its compression method \(entry.method) is not supported; pack it with \"deflate\"."
            return [PackageFault("CMI-SAFE-04", file: entry.name, text)]
        }
        if entry.method == 0 && entry.size != entry.compressedSize {
            return [PackageFault("CMI-PKG-03", file: entry.name, "A stored entry's two sizes differ.")]
        }
        return []
    }

    private func sizeFaults(_ entry: ZipEntry) -> [PackageFault] {
        if entry.size > limits.fileBytes {
            return [PackageFault("CMI-SAFE-02", file: entry.name, "It is larger than \(limits.fileBytes) bytes.")]
        }
        if exceedsRatio(entry.size, entry.compressedSize) {
            return [PackageFault("CMI-SAFE-02", file: entry.name, "It expands more than \(limits.ratio)-fold.")]
        }
        return []
    }

    private func exceedsRatio(_ size: Int64, _ packed: Int64) -> Bool {
        size > limits.ratioFloor && size / limits.ratio > packed
    }

    private func totalFaults(_ directory: ZipDirectory) -> [PackageFault] {
        var size: Int64 = 0
        var packed: Int64 = 0
        for entry in directory.entries {
            size = size.addingSaturated(entry.size)
            packed = packed.addingSaturated(entry.compressedSize)
        }
        if size > limits.totalBytes {
            return [PackageFault("CMI-SAFE-02", "The package unpacks to more than \(limits.totalBytes) bytes.")]
        }
        if exceedsRatio(size, packed) {
            return [PackageFault("CMI-SAFE-02", "The package expands more than \(limits.ratio)-fold.")]
        }
        return []
    }

    /// Entries that share compressed bytes multiply what a small file unpacks to.
    private func overlapFaults(_ directory: ZipDirectory) -> [PackageFault] {
        let ordered = directory.entries.sorted { $0.offset < $1.offset }
        return zip(ordered, ordered.dropFirst()).compactMap { entry, next in
            let least = Int64(LocalHeader.fixedSize + entry.rawName.count).addingSaturated(entry.compressedSize)
            guard entry.offset.addingSaturated(least) > next.offset else { return nil }
            return PackageFault("CMI-SAFE-02", file: next.name, "It overlaps with \(entry.name) inside the zip.")
        }
    }
}

/// The header before an entry's data (APPNOTE §4.3.7), which a streaming reader believes instead of the directory.
private enum LocalHeader {
    static let fixedSize = 30

    static func disagreement(of entry: ZipEntry, in file: borrowing ReadableFile, directoryStart: Int64) -> String? {
        guard entry.offset < directoryStart, let fixed = file.bytes(at: entry.offset, count: fixedSize) else {
            return "Its data lie outside the file."
        }
        var reader = LittleEndianReader(fixed[...])
        guard reader.u32() == 0x0403_4B50, reader.u16() != nil, let flags = reader.u16(), let method = reader.u16(),
            reader.u32() != nil, let crc = reader.u32(), let packed = reader.u32(), let size = reader.u32(),
            let nameLength = reader.u16(), let extraLength = reader.u16()
        else { return "Its local header is missing." }
        let variable = Int(nameLength) + Int(extraLength)
        guard let rest = file.bytes(at: entry.offset + Int64(fixedSize), count: variable),
            entry.offset + Int64(fixedSize + variable) + entry.compressedSize <= directoryStart
        else { return "Its data lie outside the file." }
        guard Array(rest[..<Int(nameLength)]) == entry.rawName else {
            return "Its local header and the central directory give different names."
        }
        guard method == entry.method, flags & 0x2049 == entry.flags & 0x2049 else {
            return "Its local header and the central directory describe it differently."
        }
        return sizesDisagree(entry, crc, packed, size, rest[Int(nameLength)...])
    }

    private static func sizesDisagree(
        _ entry: ZipEntry, _ crc: UInt32, _ packed: UInt32, _ size: UInt32, _ extra: ArraySlice<UInt8>
    ) -> String? {
        let text = "Its local header and the central directory give different sizes."
        var wide = Zip64Extra(extra)
        guard let fullSize = wide.resolve(size), let fullPacked = wide.resolve(packed) else { return text }
        if entry.hasDataDescriptor {
            // A streaming packer may leave zeros here and write the figures behind the data (APPNOTE §4.3.9).
            return [0, entry.size].contains(fullSize) && [0, entry.compressedSize].contains(fullPacked) ? nil : text
        }
        return fullSize == entry.size && fullPacked == entry.compressedSize && crc == entry.crc ? nil : text
    }
}

extension Int64 {
    /// The sum, or the greatest number when it doesn't fit.
    func addingSaturated(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
