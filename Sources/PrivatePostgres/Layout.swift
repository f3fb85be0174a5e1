import Foundation
import SystemPackage

/// Where things stand inside the data folder.
struct Layout: Sendable {
  let folder: FilePath

  /// PostgreSQL's own folder.
  var cluster: FilePath { folder.appending("cluster") }
  /// A cluster in the making; it takes its name only when it is whole.
  var unfinishedCluster: FilePath { folder.appending("cluster.new") }
  /// The server's log.
  ///
  /// It holds no personal data (see `Settings`).
  var log: FilePath { folder.appending("postgres.log") }
  /// Locked by whoever starts or stops the server.
  var turn: FilePath { folder.appending("turn.lock") }
  /// Locked, shared, by every process that uses the server.
  var users: FilePath { folder.appending("users.lock") }
  /// The process id of the server that one of us started.
  var started: FilePath { folder.appending("started") }
  /// Where the socket stands when the folder's own path is too long for one.
  var socketNote: FilePath { folder.appending("socket-folder") }

  init(folder: String) {
    self.folder = FilePath(
      URL(filePath: folder, directoryHint: .isDirectory).standardizedFileURL.path)
  }

  /// The major version that made the cluster, or nil when there is none yet.
  var clusterVersion: Int? {
    let text = try? String(contentsOfFile: cluster.appending("PG_VERSION").string, encoding: .utf8)
    return text.flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
  }

  /// Makes the folder, and proves that this process may write in it and the server's account may pass through it.
  /// - Throws: `PrivatePostgresError` of kind `.folder`.
  func prepare(for account: Account) throws {
    let files = FileManager.default
    // The server's account has to pass through a folder of root, but not to list it.
    let mode = account == .current ? 0o700 : 0o711
    do {
      try files.createDirectory(
        atPath: folder.string, withIntermediateDirectories: true,
        attributes: [.posixPermissions: mode])
    } catch {
      throw PrivatePostgresError(
        .folder, "The data folder \(folder) cannot be made.",
        remedy: "Choose a folder that \(Account.current.name) may write.")
    }
    guard let status = try? Stat(folder), status.type == .directory,
      files.isWritableFile(atPath: folder.string)
    else {
      throw PrivatePostgresError(
        .folder, "\(Account.current.name) may not write in the data folder \(folder).",
        remedy: "Run as its owner, or choose another folder.")
    }
    guard status.permissions.isDisjoint(with: [.groupWrite, .otherWrite]) else {
      throw PrivatePostgresError(
        .folder, "Other users may write in the data folder \(folder).",
        remedy: "Close it: chmod go-w '\(folder)'")
    }
    if account != .current, !status.admits(account) {
      try files.setAttributes([.posixPermissions: mode], ofItemAtPath: folder.string)
    }
    try proveReachable(by: account)
    try proveClusterBelongs(to: account)
  }

  private func proveReachable(by account: Account) throws {
    guard account != .current else { return }
    var step = folder
    repeat {
      guard let status = try? Stat(step), status.admits(account) else {
        throw PrivatePostgresError(
          .folder, "PostgreSQL runs as \(account.name), which may not pass through \(step).",
          remedy: "Choose a data folder elsewhere, such as /var/lib/stepwell.")
      }
    } while step.removeLastComponent()
  }

  private func proveClusterBelongs(to account: Account) throws {
    guard let status = try? Stat(cluster) else { return }
    guard status.userID.rawValue == account.userID else {
      throw PrivatePostgresError(
        .folder,
        "The cluster in \(folder) belongs to another user (number \(status.userID.rawValue)).",
        remedy: "Run as that user, or choose another folder.")
    }
    guard status.isClosedFolder(of: account) else {
      throw PrivatePostgresError(
        .folder, "Other users may look into \(cluster), so PostgreSQL refuses it.",
        remedy: "Close it: chmod 700 '\(cluster)'")
    }
  }
}
