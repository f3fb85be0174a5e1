import Foundation
import Subprocess
import SystemPackage

/// A PostgreSQL of our own inside a data folder: no network, no password, nothing to set up.
///
/// It listens only on a unix socket in a closed folder and lets in only the account that runs the command. Several
/// processes may use one folder: the first starts the server and the last to stop stops it. A server that was started
/// by other means is used and left running. Nothing here needs a clean end: after a kill the next start finds the
/// server and takes it over, or starts it again.
package actor PrivatePostgres {
  /// What the folder's server is doing.
  package enum Status: Sendable, Hashable {
    /// There is no cluster yet.
    case absent
    /// There is a cluster, and no server.
    case stopped
    /// A server holds the folder and takes connections.
    case running(processID: Int32)
    /// A server holds the folder and is starting, stopping or hung.
    case busy(processID: Int32)
  }

  private let layout: Layout
  private let patience: Duration
  private var usage: FolderLock?
  private var connections: Connections?

  /// - Parameters:
  ///   - folder: the data folder; `start()` makes it.
  ///   - patience: how long to wait for the server to get ready or to stop.
  package init(folder: String, patience: Duration = .seconds(60)) {
    layout = Layout(folder: folder)
    self.patience = patience
  }

  /// What the folder's server is doing now.
  package var status: Status {
    guard let server = Postmaster.running(on: layout.cluster) else {
      return layout.clusterVersion == nil ? .absent : .stopped
    }
    return server.state == .ready
      ? .running(processID: server.processID) : .busy(processID: server.processID)
  }

  /// Makes the cluster if there is none, starts its server if none runs, and says how to connect.
  /// - Throws: `PrivatePostgresError`, which says what to do.
  package func start() async throws -> Connections {
    if let connections { return connections }
    let account = try Account.forServer()
    try layout.prepare(for: account)
    let deadline = ContinuousClock.now + patience
    let turn = try await takeTurn(until: deadline)
    defer { turn.release() }
    guard let usage = try FolderLock.attempt(.shared, on: layout.users) else { throw held(by: nil) }

    let binaries = try Binaries.find(version: layout.clusterVersion)
    let cluster = Cluster(layout: layout, binaries: binaries, account: account)
    let server: Postmaster
    if let running = try await settled(until: deadline) {
      guard try await answers(running, asking: binaries) else { throw held(by: running) }
      server = running
    } else {
      server = try await launch(cluster, until: deadline)
    }
    let connections = Connections(socketFolder: server.socketFolder)
    (self.usage, self.connections) = (usage, connections)
    return connections
  }

  /// Gives up the use of the server, and stops it when nobody else uses it and one of us started it.
  /// - Throws: `PrivatePostgresError` of kind `.slow` when it does not stop in time.
  package func stop(mode: StopMode = .fast) async throws {
    guard usage != nil else { return }
    let deadline = ContinuousClock.now + patience
    let turn = try await takeTurn(until: deadline)
    defer { turn.release() }
    (usage, connections) = (nil, nil)
    guard let alone = try FolderLock.attempt(.exclusive, on: layout.users) else { return }
    defer { alone.release() }
    guard let server = Postmaster.running(on: layout.cluster), server.processID == startedProcessID
    else { return }
    server.ask(for: mode)
    while server.isAlive(on: layout.cluster) {
      guard ContinuousClock.now < deadline else {
        throw PrivatePostgresError(
          .slow, "PostgreSQL (process \(server.processID)) did not stop in time.",
          remedy: "It may still be writing; look at \(layout.log).")
      }
      try await Task.sleep(for: .milliseconds(2))
    }
  }

  private func launch(
    _ cluster: Cluster, until deadline: ContinuousClock.Instant
  ) async throws
    -> Postmaster
  {
    try await cluster.makeIfMissing()
    let socketFolder = try SocketFolder.make(in: layout, for: cluster.account)
    try cluster.configure(socketFolder: socketFolder)
    clearLeftovers(in: socketFolder)
    while true {
      do {
        let server = try await Launch(cluster: cluster, deadline: deadline)()
        try Data("\(server.processID)\n".utf8).write(to: URL(filePath: layout.started.string))
        return server
      } catch let error as PrivatePostgresError
        where error.kind == .held && ContinuousClock.now < deadline
      {
        // After a kill of the server its sessions take a moment to notice and to let go of the shared memory.
        guard Postmaster.running(on: layout.cluster) == nil else { throw error }
        try await Task.sleep(for: .milliseconds(100))
      }
    }
  }

  /// Removes what a killed server leaves, when its process number has since gone to another program: PostgreSQL
  /// by itself would refuse to start.
  private func clearLeftovers(in socketFolder: SocketFolder) {
    let leftovers = [
      layout.cluster.appending("postmaster.pid"), socketFolder.path.appending(".s.PGSQL.5432"),
      socketFolder.path.appending(".s.PGSQL.5432.lock"),
    ]
    for leftover in leftovers { try? FileManager.default.removeItem(atPath: leftover.string) }
  }

  /// The server that holds the folder, once it is neither starting nor stopping.
  private func settled(until deadline: ContinuousClock.Instant) async throws -> Postmaster? {
    while let server = Postmaster.running(on: layout.cluster) {
      if server.state == .ready { return server }
      guard ContinuousClock.now < deadline else { throw held(by: server) }
      try await Task.sleep(for: .milliseconds(10))
    }
    return nil
  }

  private func answers(_ server: Postmaster, asking binaries: Binaries) async throws -> Bool {
    let outcome = try await run(
      .path(binaries.isReady),
      arguments: ["--quiet", "--timeout=5", "--host=\(server.socketFolder)", "--port=5432"],
      environment: ServerEnvironment.environment, output: .discarded)
    return outcome.terminationStatus.isSuccess
  }

  private func takeTurn(until deadline: ContinuousClock.Instant) async throws -> FolderLock {
    guard let turn = try await FolderLock.wait(for: .exclusive, on: layout.turn, until: deadline)
    else {
      throw held(by: nil)
    }
    return turn
  }

  private func held(by server: Postmaster?) -> PrivatePostgresError {
    let holder = server.map { "PostgreSQL process \($0.processID)" } ?? "Another process"
    return PrivatePostgresError(
      .held, "\(holder) holds the data folder \(layout.folder) and does not answer.",
      remedy: "Wait for it or stop it, or choose another folder.")
  }

  private var startedProcessID: Int32? {
    let text = try? String(contentsOfFile: layout.started.string, encoding: .utf8)
    return text.flatMap { Int32($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
  }
}
