import Foundation
import Records

/// A file of the archive of the trail: written beside where it goes, and there only once it is whole and on the disk.
struct ArchiveFile {
  let path: String
  private let folder: String
  private let temporary: String

  init(_ month: TrailMonth, in folder: String) {
    self.folder = folder
    path = "\(folder)/audit-\(month).jsonl"
    temporary = "\(folder)/.audit-\(month).\(UUID().uuidString)"
  }

  /// Writes the file by what `work` puts into it, which only its owner may read; one with the same content may be there.
  ///
  /// Throws a `Complaint` where another file is in the way.
  func write(_ keys: SealKeys, _ work: (ArchiveWriter) async throws -> Void) async throws {
    defer { unlink(temporary) }
    let writer = try ArchiveWriter(temporary)
    try await work(writer)
    try writer.finish()
    if FileManager.default.fileExists(atPath: path) {
      let (old, new) = (try Self.check(path, keys), try Self.check(temporary, keys))
      guard old.isIntact, old.bodyDigest == new.bodyDigest, chmod(path, 0o600) == 0 else {
        throw Complaint(
          .conflict, "file-in-the-way", "There is another file at \(path).",
          remedy: "See what it is: stepwell audit verify --archive \(path); then move it, or choose a folder."
        )
      }
    } else {
      guard rename(temporary, path) == 0 else { throw Self.unwritable(path) }
    }
    let directory = open(folder, O_RDONLY)
    defer { close(directory) }
    guard directory >= 0, fsync(directory) == 0 else { throw Self.unwritable(folder) }
  }

  /// Removes what commands that were killed have left half-written; one that is still being written is locked.
  static func removeAbandoned(in folder: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names where name.wholeMatch(of: /\.audit-[0-9]{4}-[0-9]{2}\.[0-9A-F-]{36}/) != nil {
      let file = open("\(folder)/\(name)", O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
      guard file >= 0 else { continue }
      defer { close(file) }
      if flock(file, LOCK_EX | LOCK_NB) == 0 { unlink("\(folder)/\(name)") }
    }
  }

  /// Reads the file at `path` from its beginning to its end, and says what it is.
  static func check(_ path: String, _ keys: SealKeys) throws -> ArchiveReport {
    var check = ArchiveCheck(keys: keys)
    do {
      let file = try FileHandle(forReadingFrom: URL(filePath: path))
      while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty { check.add(piece) }
      try file.close()
    } catch {
      throw Complaint(
        .notFound, "cannot-read", "The file \(path) cannot be read.",
        remedy: "Give the path of a file that you may read.")
    }
    return check.finish()
  }

  static func unwritable(_ path: String) -> Complaint {
    Complaint(
      .unavailable, "cannot-write", "The file \(path) cannot be written.",
      remedy: "Choose a folder that you may write in, with space left.")
  }
}

/// Puts lines into a new file, many at a time.
final class ArchiveWriter {
  private let path: String
  private let descriptor: Int32
  private var waiting: [UInt8] = []

  init(_ path: String) throws {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    // The lock ends with the process: without it the file is one that nobody writes any more.
    guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw ArchiveFile.unwritable(path)
    }
  }

  deinit { _ = Foundation.close(descriptor) }

  func write(_ line: String) throws {
    waiting += line.utf8
    if waiting.count >= 1 << 18 { try flush() }
  }

  /// Returns once all of it is on the disk.
  func finish() throws {
    try flush()
    guard fsync(descriptor) == 0 else { throw ArchiveFile.unwritable(path) }
  }

  private func flush() throws {
    var written = 0
    while written < waiting.count {
      let count = waiting.withUnsafeBytes { bytes in
        Foundation.write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
      }
      guard count > 0 || errno == EINTR else { throw ArchiveFile.unwritable(path) }
      written += max(count, 0)
    }
    waiting.removeAll(keepingCapacity: true)
  }
}
