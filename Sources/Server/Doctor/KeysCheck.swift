import Access
import Cryptography
import Foundation
import Values

/// The key folder: who can read it, whether the vault opens, whether the files are encrypted.
struct KeysCheck {
    let configuration: Configuration

    func run() -> [Finding] {
        let path = configuration.keysFolder
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            let mode = attributes[.posixPermissions] as? Int
        else { return [Finding(.warning, "LECTERN_KEYS", "\(path) isn't there; the first start makes it")] }
        var findings: [Finding] = []
        if mode & 0o077 != 0 {
            findings.append(Finding(.fault, "LECTERN_KEYS", "others can look into \(path): run chmod 700 on it"))
        }
        findings.append(vault(path))
        if configuration.keysPassphrase == nil {
            findings.append(
                Finding(.warning, "keys", "lie there in clear: set LECTERN_KEYS_PASSPHRASE_FILE to have them encrypted")
            )
        }
        return findings
    }

    private func vault(_ path: String) -> Finding {
        do {
            guard try Vault.openIfAny(KeyFolder(path: path), passphrase: configuration.keysPassphrase) != nil else {
                return Finding(.warning, "vault", "there is no vault.key; the first start of a new store makes it")
            }
            return Finding(.good, "vault", "opens")
        } catch let error as ServiceError {
            return Finding(.fault, "vault", error.message)
        } catch { return Finding(.fault, "vault", "can't be opened: \(error)") }
    }
}
