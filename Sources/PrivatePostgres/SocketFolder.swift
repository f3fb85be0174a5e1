import Foundation
import Glibc
import SystemPackage

/// The closed folder that the server's socket stands in.
struct SocketFolder: Sendable {
  let path: FilePath

  /// The kernel's limit for a socket's path, without the closing zero.
  private static let longestPath = 107
  private static let socketName = ".s.PGSQL.5432"

  /// Chooses the folder and makes it.
  ///
  /// It stands inside the data folder, or in a short folder elsewhere when that path is too long for a socket; then
  /// the data folder notes where.
  static func make(
    in layout: Layout, for account: Account, elsewhere: [String]? = nil
  ) throws
    -> SocketFolder
  {
    let inside = layout.folder.appending("socket")
    if fits(inside) {
      try? FileManager.default.removeItem(atPath: layout.socketNote.string)
      return try SocketFolder(path: inside).made(for: account)
    }
    let name = "stepwell-\(account.userID)-\(shortened(layout.folder.string))"
    for parent in elsewhere ?? runtimeFolders
    where FileManager.default.isWritableFile(atPath: parent) {
      let candidate = FilePath(parent).appending(name)
      guard fits(candidate), let made = try? SocketFolder(path: candidate).made(for: account) else {
        continue
      }
      try Data("\(candidate)\n".utf8).write(to: URL(filePath: layout.socketNote.string))
      return made
    }
    throw PrivatePostgresError(
      .folder,
      "The path of \(layout.folder) is too long for a unix socket, and no short folder is open instead.",
      remedy:
        "Choose a data folder with a path of at most \(longestPath - socketName.utf8.count - 8) bytes."
    )
  }

  private static func fits(_ folder: FilePath) -> Bool {
    folder.appending(socketName).string.utf8.count <= longestPath
  }

  private static var runtimeFolders: [String] {
    let environment = ProcessInfo.processInfo.environment
    return [environment["XDG_RUNTIME_DIR"], "/run", environment["TMPDIR"], "/tmp"].compactMap { $0 }
  }

  /// The same path gives the same name, in this process and the next (FNV-1a).
  private static func shortened(_ path: String) -> String {
    String(
      path.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 },
      radix: 36)
  }

  private func made(for account: Account) throws -> SocketFolder {
    if mkdir(path.string, 0o700) == 0, account != .current {
      try FileManager.default.setAttributes(
        [
          .ownerAccountID: NSNumber(value: account.userID),
          .groupOwnerAccountID: NSNumber(value: account.groupID),
        ],
        ofItemAtPath: path.string)
    }
    // Somebody else may have put a folder or a link of this name in a shared place before us.
    guard let status = try? Stat(path, followTargetSymlink: false),
      status.isClosedFolder(of: account)
    else {
      throw PrivatePostgresError(
        .folder, "The socket's folder \(path) is not closed to other users.",
        remedy: "Remove it, or close it: chmod 700 '\(path)'")
    }
    return self
  }
}
