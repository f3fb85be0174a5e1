import Foundation
import Subprocess
import SystemPackage

/// PostgreSQL's own folder: made once, set up at every start.
struct Cluster: Sendable {
  /// The role that owns the schema, and the database itself.
  static let owner = "stepwell_owner"
  /// The role that the service works as.
  static let service = "stepwell_app"
  static let database = "stepwell"

  let layout: Layout
  let binaries: Binaries
  let account: Account

  /// Makes the cluster with its roles and database, unless it is there.
  ///
  /// It is built under another name and renamed when it is whole, so that a kill in the middle leaves nothing half-made.
  func makeIfMissing() async throws {
    guard layout.clusterVersion == nil else { return }
    let files = FileManager.default
    if files.fileExists(atPath: layout.cluster.string) {
      throw PrivatePostgresError(
        .folder, "\(layout.cluster) is there but is not a PostgreSQL cluster.",
        remedy: "Move it away, or choose another data folder.")
    }
    if files.fileExists(atPath: layout.unfinishedCluster.string) {
      try files.removeItem(atPath: layout.unfinishedCluster.string)
    }
    try files.createDirectory(
      atPath: layout.unfinishedCluster.string, withIntermediateDirectories: false,
      attributes: [.posixPermissions: 0o700])
    try hand(layout.unfinishedCluster)
    try await initialize()
    try await makeRolesAndDatabase()
    try files.moveItem(atPath: layout.unfinishedCluster.string, toPath: layout.cluster.string)
  }

  /// Writes the settings for a server that is about to start.
  func configure(socketFolder: SocketFolder) throws {
    let admission = Admission(account: .current)
    try write(Settings(socketFolder: socketFolder.path.string).text, to: "postgresql.conf")
    try write(admission.hostBased, to: "pg_hba.conf")
    try write(admission.identities, to: "pg_ident.conf")
  }

  private func initialize() async throws {
    let initdb = account.command(
      binaries.initdb,
      [
        "--pgdata=\(layout.unfinishedCluster)", "--username=\(Self.owner)", "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--data-checksums", "--auth-local=peer", "--auth-host=reject", "--no-instructions",
      ])
    let outcome = try await run(
      .path(initdb.program), arguments: Arguments(initdb.arguments),
      environment: ServerEnvironment.environment, workingDirectory: layout.folder,
      platformOptions: Account.platformOptions, output: .discarded, error: .string(limit: 64 * 1024)
    )
    try insist(outcome.terminationStatus, saying: outcome.standardError, in: "initdb")
  }

  /// Uses the single-user server, so that nobody can connect before the roles are as they should be.
  private func makeRolesAndDatabase() async throws {
    let statements = """
      CREATE ROLE \(Self.service) LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOBYPASSRLS
      CREATE DATABASE \(Self.database)
      REVOKE ALL ON DATABASE \(Self.database) FROM PUBLIC
      GRANT CONNECT, TEMPORARY ON DATABASE \(Self.database) TO \(Self.service)

      """
    let single = account.command(
      binaries.postgres,
      [
        "--single", "-D", layout.unfinishedCluster.string, "-c", "exit_on_error=on", "-c",
        "log_checkpoints=off",
        "postgres",
      ])
    let outcome = try await run(
      .path(single.program), arguments: Arguments(single.arguments),
      environment: ServerEnvironment.environment, workingDirectory: layout.folder,
      platformOptions: Account.platformOptions,
      input: .string(statements), output: .discarded, error: .string(limit: 64 * 1024))
    try insist(outcome.terminationStatus, saying: outcome.standardError, in: "postgres --single")
  }

  private func insist(
    _ status: TerminationStatus, saying complaint: String, in program: String
  )
    throws
  {
    guard !status.isSuccess else { return }
    throw PrivatePostgresError(
      .failed,
      "\(program) could not make the cluster: \(complaint.trimmingCharacters(in: .whitespacesAndNewlines))",
      remedy: "Look at the space and the permissions of \(layout.folder).")
  }

  private func write(_ text: String, to name: String) throws {
    let path = layout.cluster.appending(name)
    try Data(text.utf8).write(to: URL(filePath: path.string), options: .atomic)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path.string)
    try hand(path)
  }

  /// Gives a file or folder to the server's account.
  private func hand(_ path: FilePath) throws {
    guard account != .current else { return }
    try FileManager.default.setAttributes(
      [
        .ownerAccountID: NSNumber(value: account.userID),
        .groupOwnerAccountID: NSNumber(value: account.groupID),
      ],
      ofItemAtPath: path.string)
  }
}

/// What the server's programs see of the environment: no setting of ours, and no secret.
enum ServerEnvironment {
  static var environment: Environment {
    let mine = ProcessInfo.processInfo.environment
    let kept = ["PATH", "LD_LIBRARY_PATH", "TMPDIR", "HOME"].compactMap { name in
      mine[name].map { (Environment.Key(stringLiteral: name), $0) }
    }
    return .custom(Dictionary(uniqueKeysWithValues: kept + [("LC_ALL", "C.UTF-8"), ("TZ", "UTC")]))
  }
}
