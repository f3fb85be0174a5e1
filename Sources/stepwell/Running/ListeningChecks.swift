import Foundation

/// Whether what this program listens on can be reached from elsewhere without encryption.
///
/// The service ends no TLS itself: others may reach it only through a proxy on the same machine.
enum ListeningChecks {
  static func run(tables: [String] = ["/proc/net/tcp", "/proc/net/tcp6"], process: Int32? = nil) -> [Finding]
  {
    let sockets = sockets(of: process)
    let open = tables.flatMap { path in
      ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").split(separator: "\n").dropFirst()
        .compactMap(Listener.init).filter { sockets.contains($0.inode) }
    }
    let exposed = open.filter { !$0.isLoopback }
    let found =
      open.isEmpty
      ? "nothing of Stepwell listens"
      : open.map { "\($0.isLoopback ? "this machine" : "everywhere"), port \($0.port)" }.joined(
        separator: "; ")
    return [
      Finding(
        "listening", exposed.isEmpty, found, else: .warn,
        "Be sure that a proxy ends TLS in front, and that nothing else can reach the port.")
    ]
  }

  /// The sockets of every process of this program, or of one process.
  private static func sockets(of process: Int32?) -> Set<String> {
    let files = FileManager.default
    let all = (try? files.contentsOfDirectory(atPath: "/proc")) ?? []
    let ours = all.filter { name in
      guard let id = Int32(name) else { return false }
      if let process { return id == process }
      let program = try? String(contentsOfFile: "/proc/\(id)/comm", encoding: .utf8)
      return program?.trimmingCharacters(in: .newlines) == "stepwell"
    }
    return Set(
      ours.flatMap { id in
        ((try? files.contentsOfDirectory(atPath: "/proc/\(id)/fd")) ?? []).compactMap { descriptor in
          let target = try? files.destinationOfSymbolicLink(atPath: "/proc/\(id)/fd/\(descriptor)")
          return target?.wholeMatch(of: /socket:\[(\d+)\]/).map { String($0.1) }
        }
      })
  }
}

/// A line of the kernel's list of sockets, where it is one that listens.
private struct Listener {
  let port: Int
  let isLoopback: Bool
  let inode: String

  init?(_ line: Substring) {
    let fields = line.split(separator: " ")
    guard fields.count > 9, fields[3] == "0A" else { return nil }
    let local = fields[1].split(separator: ":")
    guard local.count == 2, let port = Int(local[1], radix: 16) else { return nil }
    self.port = port
    let address = local[0]
    isLoopback =
      address.count == 8
      ? address.hasSuffix("7F")
      : address == "00000000000000000000000001000000" || address.hasSuffix("FFFF00000100007F")
    inode = String(fields[9])
  }
}
