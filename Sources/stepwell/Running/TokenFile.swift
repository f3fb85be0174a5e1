import Foundation
import Records

/// The file in the data folder that holds the session of whoever founded the organization; only its owner reads it.
enum TokenFile {
  static func path(in folder: String) -> String { folder + "/token" }

  /// Writes the token; no other account can read it at any moment.
  static func write(_ token: Token, in folder: String) throws {
    try PrivateFile.write(Data((token.text + "\n").utf8), to: path(in: folder))
  }
}

/// A file that only its owner may read, replaced as a whole.
enum PrivateFile {
  static func write(_ content: Data, to path: String) throws {
    let folder = URL(filePath: path).deletingLastPathComponent()
    let temporary = folder.appending(path: ".\(UUID().uuidString)").path
    do {
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      guard
        FileManager.default.createFile(
          atPath: temporary, contents: content, attributes: [.posixPermissions: 0o600])
      else { throw CocoaError(.fileWriteUnknown) }
      guard rename(temporary, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
    } catch {
      try? FileManager.default.removeItem(atPath: temporary)
      throw Complaint(
        .unavailable, "cannot-write", "The file \(path) cannot be written.",
        remedy: "Choose a folder that you may write in, with space left.")
    }
  }
}
