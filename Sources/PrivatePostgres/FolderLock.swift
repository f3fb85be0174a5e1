import Glibc
import SystemPackage

/// An advisory lock on a file, held until `release()`, or until the process ends, however it ends.
final class FolderLock: Sendable {
  enum Mode: Sendable {
    case shared
    case exclusive
  }

  private let file: FileDescriptor

  private init(_ file: FileDescriptor) {
    self.file = file
  }

  deinit {
    try? file.close()
  }

  /// Lets go of the lock; a second call does nothing.
  func release() {
    flock(file.rawValue, LOCK_UN)
  }

  /// Takes the lock at once, or not at all.
  static func attempt(_ mode: Mode, on path: FilePath) throws -> FolderLock? {
    let file = try FileDescriptor.open(
      path, .readWrite, options: [.create, .closeOnExec], permissions: .ownerReadWrite)
    let lock = FolderLock(file)
    let operation = mode == .shared ? LOCK_SH : LOCK_EX
    return flock(file.rawValue, operation | LOCK_NB) == 0 ? lock : nil
  }

  /// Waits for the lock without holding up a thread.
  /// - Returns: nil when the lock could not be had before `deadline`.
  static func wait(
    for mode: Mode, on path: FilePath, until deadline: ContinuousClock.Instant
  ) async throws -> FolderLock? {
    while ContinuousClock.now < deadline {
      if let lock = try attempt(mode, on: path) { return lock }
      try await Task.sleep(for: .milliseconds(10))
    }
    return nil
  }
}
