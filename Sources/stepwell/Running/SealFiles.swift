import Foundation
import Records

/// The files beside the database by which the audit trail can be trusted: the key of its seals, and the newest seal.
struct SealFiles: Sendable {
  private let key: KeyFile
  private let markPath: String
  var keyPath: String { key.path }

  /// In the data folder; the key may be elsewhere.
  init(_ place: PlaceOptions, environment: [String: String] = ProcessInfo.processInfo.environment) {
    let folder = place.folder(environment: environment)
    key = KeyFile("seal.key", in: folder, variable: "STEPWELL_SEAL_KEY_FILE", environment: environment)
    markPath = folder + "/seal.newest"
  }

  /// The keys of the file; nil when there is no file.
  ///
  /// Throws a `Complaint` where others may read it, or it holds no keys.
  func keys() throws -> SealKeys? { try key.read(SealKeys.init) }

  /// The same where there must be one.
  func required() throws -> SealKeys {
    if let keys = try keys() { return keys }
    throw Complaint(
      .unavailable, "no-seal-key", "The key of the seals is not here: there is no file \(keyPath).",
      remedy: "Name it in STEPWELL_SEAL_KEY_FILE, or run this where the clinic is served.")
  }

  /// Makes a key where there is none.
  func makeKey() throws { try key.make() }

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
