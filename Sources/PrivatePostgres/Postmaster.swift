import Foundation
import Glibc
import SystemPackage

/// The server process of a cluster, as its `postmaster.pid` tells it.
struct Postmaster: Sendable, Hashable {
  enum State: Sendable, Hashable {
    case starting
    case ready
    case stopping
  }

  let processID: pid_t
  let socketFolder: String
  let state: State

  /// The server that holds `cluster` now.
  /// - Returns: nil when there is none: the file is missing, or is left over from a server that was killed.
  static func running(on cluster: FilePath) -> Postmaster? {
    guard let noted = noted(in: cluster), noted.isAlive(on: cluster) else { return nil }
    return noted
  }

  /// What the file says, true or not.
  static func noted(in cluster: FilePath) -> Postmaster? {
    let path = cluster.appending("postmaster.pid").string
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
    // Lines: process, folder, start time, port, socket folder, listen address, shared memory, state.
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    guard let processID = lines.first.flatMap({ pid_t($0) }), processID > 0 else { return nil }
    let state: State =
      switch lines.count > 7 ? lines[7] : "" {
      case "ready": .ready
      case "stopping": .stopping
      default: .starting
      }
    return Postmaster(
      processID: processID, socketFolder: lines.count > 4 ? lines[4] : "", state: state)
  }

  /// Whether the process lives and is this cluster's server: after a crash its number may belong to another program.
  ///
  /// A server works in its cluster's folder, which tells it from any other process. A zombie has no folder.
  func isAlive(on cluster: FilePath) -> Bool {
    guard let place = try? Stat(FilePath("/proc/\(processID)/cwd")), let home = try? Stat(cluster)
    else {
      return false
    }
    return place.deviceID == home.deviceID && place.inode == home.inode
  }

  /// Sends the signal that asks for a stop of this kind.
  func ask(for stop: StopMode) {
    kill(processID, stop.signal)
  }
}

/// How the server is stopped.
package enum StopMode: Sendable, Hashable {
  /// Waits until every client has gone.
  case smart
  /// Ends the clients' transactions and writes everything down.
  case fast
  /// Stops like a crash; the next start recovers.
  case immediate

  var signal: CInt {
    switch self {
    case .smart: SIGTERM
    case .fast: SIGINT
    case .immediate: SIGQUIT
    }
  }
}
