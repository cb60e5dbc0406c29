import Foundation

/// Libraries from PyPI in a folder below `.build`, kept between runs, since installing takes up to half a minute.
enum PythonEnvironment {
    /// The Python that has the packages; nil, with the reason printed, where they can't be had.
    /// - Parameter module: what an import has to find.
    static func make(_ name: String, packages: [String], module: String) async -> String? {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../.build/" + name).standardizedFileURL.path
        let python = folder + "/bin/python"
        if await run(python, ["-c", "import " + module]) == nil { return python }
        let faults = [
            await run("/usr/bin/env", ["python3", "-m", "venv", folder]),
            await run(python, ["-m", "pip", "install", "--quiet"] + packages),
        ]
        guard let fault = faults.compactMap(\.self).first else { return python }
        print("\(packages.joined(separator: ", ")) can't be installed: \(fault)")
        return nil
    }

    /// What went wrong; nil when nothing did.
    private static func run(_ program: String, _ arguments: [String]) async -> String? {
        do {
            let (status, output) = try await Command.run(program, arguments, seconds: 180)
            return status == 0 ? nil : String(output.suffix(300))
        } catch { return "\(error)" }
    }
}
