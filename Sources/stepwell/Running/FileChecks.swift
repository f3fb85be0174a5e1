import Foundation

/// Whether the secrets in the data folder are for its owner alone.
enum FileChecks {
  /// Looks at the folder and at the secrets that are there.
  static func run(folder: String) -> [Finding] {
    ["", "/secret", "/seal.key"].compactMap { name in
      let path = folder + name
      guard
        let attributes = try? FileManager.default.attributesOfItem(atPath: path),
        let mode = attributes[.posixPermissions] as? NSNumber
      else { return nil }
      let isFolder = name.isEmpty
      // Others may pass through the folder to the database's socket, and list nothing.
      let forbidden = isFolder ? 0o066 : 0o077
      return Finding(
        isFolder ? "data folder" : "file \(name.dropFirst())", mode.intValue & forbidden == 0,
        "mode \(String(mode.intValue, radix: 8))", else: .fail,
        "Close it: chmod \(isFolder ? "711" : "600") '\(path)'")
    }
  }
}
