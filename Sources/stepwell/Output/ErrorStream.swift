import Foundation

/// What is for people while a command goes on: questions, progress, complaints.
enum ErrorStream {
  /// Where it cannot be written, as on a full disk, the command goes on: its exit status tells how it ended.
  static func write(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}
