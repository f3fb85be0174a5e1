import Foundation
import Records

/// The files beside the database by which the audit trail can be trusted: the key of its seals, and the newest seal.
struct SealFiles: Sendable {
  let keyPath: String
  private let markPath: String

  /// In the data folder; the key may be elsewhere.
  init(_ place: PlaceOptions, environment: [String: String] = ProcessInfo.processInfo.environment) {
    let folder = place.folder(environment: environment)
    let named = environment["STEPWELL_SEAL_KEY_FILE"] ?? ""
    keyPath = named.isEmpty ? folder + "/seal.key" : named
    markPath = folder + "/seal.newest"
  }

  /// The keys of the file; nil when there is no file.
  ///
  /// Throws a `Complaint` where others may read it, or it holds no keys.
  func keys() throws -> SealKeys? {
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: keyPath) else { return nil }
    let mode = (attributes[.posixPermissions] as? NSNumber)?.uint16Value ?? 0
    guard mode & 0o077 == 0 else {
      throw Complaint(
        .refused, "key-exposed", "Others than its owner may read \(keyPath).",
        remedy: "Run: chmod 600 \(keyPath), and think about who may have read it.")
    }
    guard let text = try? String(contentsOfFile: keyPath, encoding: .utf8), let keys = SealKeys(text: text)
    else {
      throw Complaint(
        .refused, "not-a-key", "The file \(keyPath) cannot be read, or has a line that is no key.",
        remedy:
          "Write one key a line, in Base64, the newest last; or put the file back from where it is kept.")
    }
    return keys
  }

  /// The same where there must be one.
  func required() throws -> SealKeys {
    if let keys = try keys() { return keys }
    throw Complaint(
      .unavailable, "no-seal-key", "The key of the seals is not here: there is no file \(keyPath).",
      remedy: "Name it in STEPWELL_SEAL_KEY_FILE, or run this where the clinic is served.")
  }

  /// Makes a key where there is none.
  func makeKey() throws {
    guard try keys() == nil else { return }
    var random = SystemRandomNumberGenerator()
    try PrivateFile.write(Data(SealKeys.newFile(random: &random).utf8), to: keyPath)
  }

  /// Keeps which seal is the newest, outside of the database.
  func keep(_ mark: SealMark) {
    // When the disk is full there is still the log.
    try? PrivateFile.write(Data("\(mark)\n".utf8), to: markPath)
  }

  /// The seal that was kept; nil when none was.
  var kept: SealMark? {
    (try? String(contentsOfFile: markPath, encoding: .utf8)).flatMap {
      SealMark($0.trimmingCharacters(in: .whitespacesAndNewlines))
    }
  }
}
