import Foundation
import Subprocess
import Synchronization
import SystemPackage

/// One attempt to start the server on a cluster.
struct Launch: Sendable {
  let cluster: Cluster
  let deadline: ContinuousClock.Instant

  /// How far the server's process has come.
  private final class Progress: Sendable {
    private let state = Mutex<(processID: pid_t?, end: String?)>((nil, nil))

    var processID: pid_t? { state.withLock { $0.processID } }
    /// How the process ended, or nil while it runs.
    var end: String? { state.withLock { $0.end } }

    func began(_ processID: pid_t) { state.withLock { $0.processID = processID } }
    func ended(_ how: String) { state.withLock { $0.end = how } }
  }

  /// Starts the server and waits until it takes connections.
  ///
  /// The server is a process of its own session: it outlives this process when that is killed, and the next start
  /// finds it.
  func callAsFunction() async throws -> Postmaster {
    try rotateLog()
    let layout = cluster.layout
    let log = try FileDescriptor.open(
      layout.log, .writeOnly, options: [.create, .append, .closeOnExec],
      permissions: .ownerReadWrite)
    let before = try log.seek(offset: 0, from: .end)
    let progress = Progress()
    let server = cluster.account.command(cluster.binaries.postgres, ["-D", layout.cluster.string])
    Task {
      do {
        let outcome = try await run(
          .path(server.program), arguments: Arguments(server.arguments),
          environment: ServerEnvironment.environment, workingDirectory: layout.cluster,
          platformOptions: Account.platformOptions, input: .none,
          output: .fileDescriptor(log, closeAfterSpawningProcess: true), error: .combinedWithOutput
        ) { execution in
          progress.began(execution.processIdentifier.value)
        }
        progress.ended("\(outcome.terminationStatus)")
      } catch {
        progress.ended("\(error)")
      }
    }
    while ContinuousClock.now < deadline {
      if let server = Postmaster.noted(in: layout.cluster), server.state == .ready,
        server.processID == progress.processID
      {
        return server
      }
      if let end = progress.end { throw failure(end: end, since: before) }
      try await Task.sleep(for: .milliseconds(2))
    }
    throw PrivatePostgresError(
      .slow, "PostgreSQL did not get ready in time; it may be recovering from a crash.",
      remedy: "Look at \(layout.log), and try again.")
  }

  private func failure(end: String, since offset: Int64) -> PrivatePostgresError {
    let text = (try? String(contentsOfFile: cluster.layout.log.string, encoding: .utf8)) ?? ""
    let lines = String(decoding: text.utf8.dropFirst(Int(offset)), as: UTF8.self).split(
      separator: "\n")
    let complaint = lines.first { $0.contains("FATAL: ") || $0.contains("PANIC: ") } ?? lines.last
    let said = complaint.map(String.init) ?? "it ended with \(end)"
    if said.contains("lock file") || said.contains("shared memory block") {
      return PrivatePostgresError(
        .held, "Another process holds the data folder \(cluster.layout.folder): \(said)",
        remedy: "Stop that process, or choose another folder.")
    }
    return PrivatePostgresError(
      .failed, "PostgreSQL did not start: \(said)", remedy: "Look at \(cluster.layout.log).")
  }

  /// Keeps the log and one older one, each of some 10 MB.
  private func rotateLog() throws {
    let path = cluster.layout.log
    guard let size = try? Stat(path).size, size > 10_000_000 else { return }
    let older = path.string + ".1"
    try? FileManager.default.removeItem(atPath: older)
    try FileManager.default.moveItem(atPath: path.string, toPath: older)
  }
}
