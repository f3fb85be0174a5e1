import Foundation
import Glibc
import Subprocess
import SystemPackage
import Testing

@testable import PrivatePostgres

/// A data folder that goes away with its test, together with any server that still runs in it.
struct DataFolder {
  let path: String

  var layout: Layout { Layout(folder: path) }

  /// The server's process as its own file tells it.
  var server: Postmaster? { Postmaster.running(on: layout.cluster) }

  static func with(
    longerBy padding: Int = 0, _ body: (DataFolder) async throws -> Void
  ) async throws {
    let root = FileManager.default.temporaryDirectory.appending(
      path: "private-\(UUID().uuidString.prefix(8))")
    // PostgreSQL's own account must pass through when the tests run as root.
    try FileManager.default.createDirectory(
      at: root, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o711])
    let name = padding == 0 ? "data" : String(repeating: "d", count: padding)
    let folder = DataFolder(path: root.appending(path: name).path)
    do {
      try await body(folder)
    } catch {
      await folder.remove(root)
      throw error
    }
    await folder.remove(root)
  }

  private func remove(_ root: URL) async {
    if let server {
      kill(server.processID, SIGCONT)
      server.ask(for: .immediate)
      while server.isAlive(on: layout.cluster) { try? await Task.sleep(for: .milliseconds(5)) }
    }
    try? FileManager.default.removeItem(at: root)
  }

  /// Kills the server as a crash would, and waits until its process is gone.
  func killServer() async throws {
    let server = try #require(server)
    kill(server.processID, SIGKILL)
    while server.isAlive(on: layout.cluster) { try await Task.sleep(for: .milliseconds(2)) }
  }
}

/// Runs one statement through libpq and returns what it prints, unaligned and without headers.
func ask(_ conninfo: String, _ sql: String) async throws -> String {
  let binaries = try Binaries.find(version: nil)
  let outcome = try await run(
    .path(binaries.folder.appending("psql")),
    arguments: ["-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", conninfo, "-c", sql],
    output: .string(limit: 65536), error: .string(limit: 65536))
  guard outcome.terminationStatus.isSuccess else {
    throw StatementFailed(complaint: outcome.standardError)
  }
  return outcome.standardOutput.trimmingCharacters(in: .whitespacesAndNewlines)
}

struct StatementFailed: Error {
  let complaint: String
}
