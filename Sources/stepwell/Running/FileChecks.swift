import Foundation

/// Whether the data folder and the secrets in it are for their owner alone.
enum FileChecks {
  /// Looks at the folder and at the keys in it, where they are there.
  static func run(folder: String) -> [Finding] {
    // Others may pass through the folder to the database's socket, and list nothing.
    mode("data folder", folder, atMost: 0o711) + secret("file seal.key", folder + "/seal.key")
      + secret("file factor.key", folder + "/factor.key")
  }

  /// A file that nobody but its owner may read; nothing where there is none.
  static func secret(_ check: String, _ path: String) -> [Finding] { mode(check, path, atMost: 0o600) }

  private static func mode(_ check: String, _ path: String, atMost allowed: Int) -> [Finding] {
    guard let mode = try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
    else { return [] }
    return [
      Finding(
        check, mode.intValue & 0o077 & ~allowed == 0, "mode \(String(mode.intValue, radix: 8))", else: .fail,
        "Close it: chmod \(String(allowed, radix: 8)) '\(path)'")
    ]
  }
}
