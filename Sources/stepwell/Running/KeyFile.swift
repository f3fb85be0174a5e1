import Foundation
import Records

/// A file of secrets beside the database: in the data folder, or where the environment says.
struct KeyFile: Sendable {
  let path: String

  init(
    _ name: String, in folder: String, variable: String,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    let named = environment[variable] ?? ""
    path = named.isEmpty ? "\(folder)/\(name)" : named
  }

  /// What is in it, as `Keys`; nil when there is no file.
  ///
  /// Throws a `Complaint` where others may read it, or it holds no keys.
  func read<Keys>(_ make: (SecretFile) -> Keys?) throws -> Keys? {
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return nil }
    let mode = (attributes[.posixPermissions] as? NSNumber)?.uint16Value ?? 0
    guard mode & 0o077 == 0 else {
      throw Complaint(
        .refused, "key-exposed", "Others than its owner may read \(path).",
        remedy: "Run: chmod 600 \(path), and think about who may have read it.")
    }
    guard let text = try? String(contentsOfFile: path, encoding: .utf8),
      let keys = SecretFile(text: text).flatMap(make)
    else {
      throw Complaint(
        .refused, "not-a-key", "The file \(path) cannot be read, or has a line that is no key.",
        remedy:
          "Write one key a line, in Base64, the newest last; or put the file back from where it is kept.")
    }
    return keys
  }

  /// Makes one with a key where there is none.
  func make() throws {
    guard !FileManager.default.fileExists(atPath: path) else { return }
    var random = SystemRandomNumberGenerator()
    try PrivateFile.write(Data(SecretFile.newText(random: &random).utf8), to: path)
  }
}

extension KeyFile {
  /// The key that the secrets of second factors are encrypted with.
  static func factors(_ place: PlaceOptions) -> KeyFile {
    KeyFile("factor.key", in: place.folder(), variable: "STEPWELL_FACTOR_KEY_FILE")
  }
}
