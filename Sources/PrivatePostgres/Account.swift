import Foundation
import Glibc
import Subprocess
import SystemPackage

/// The account of the operating system that the server runs as.
///
/// PostgreSQL refuses to run as root. When the command is run by root, the server runs as `postgres`, or as `nobody`
/// on a machine without that account.
struct Account: Sendable, Hashable {
  let name: String
  let userID: uid_t
  let groupID: gid_t

  /// The account of this process.
  static var current: Account { Account(name: NSUserName(), userID: geteuid(), groupID: getegid()) }

  /// The account for a server started by this process.
  static func forServer() throws -> Account {
    guard current.userID == 0 else { return current }
    let known = try accounts()
    guard
      let account = known.first(where: { $0.name == "postgres" })
        ?? known.first(where: { $0.name == "nobody" })
    else {
      throw PrivatePostgresError(
        .folder,
        "PostgreSQL must not run as root, and this machine has neither a user postgres nor nobody.",
        remedy: "Add one: useradd --system postgres")
    }
    return account
  }

  /// What keeps a child process from this one's terminal and signals.
  ///
  /// A session of its own: Ctrl-C at the terminal must reach the server only through a clean stop.
  static var platformOptions: PlatformOptions {
    var options = PlatformOptions()
    options.createSession = true
    return options
  }

  /// The command that runs `program` as this account.
  ///
  /// `setpriv` changes the account in a process of its own. Between fork and exec it cannot be done safely: glibc's
  /// `setgroups` waits for threads that the fork did not take along (seen as a child that hung for ever).
  func command(_ program: FilePath, _ arguments: [String]) -> (program: FilePath, arguments: [String]) {
    guard geteuid() != userID else { return (program, arguments) }
    return (
      "/usr/bin/setpriv",
      ["--reuid=\(userID)", "--regid=\(groupID)", "--clear-groups", "--", program.string] + arguments
    )
  }

  /// System accounts are local, so the file says all, and reading it needs no C memory.
  private static func accounts() throws -> [Account] {
    try String(contentsOfFile: "/etc/passwd", encoding: .utf8).split(separator: "\n").compactMap {
      line in
      let fields = line.split(separator: ":", omittingEmptySubsequences: false)
      guard fields.count >= 4, let userID = uid_t(fields[2]), let groupID = gid_t(fields[3]) else {
        return nil
      }
      return Account(name: String(fields[0]), userID: userID, groupID: groupID)
    }
  }
}
