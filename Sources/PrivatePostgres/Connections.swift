/// How to reach the private PostgreSQL, once it runs.
package struct Connections: Sendable, Hashable {
  /// The libpq connection string of the role that owns the schema; migrations use it.
  package let ownerConninfo: String
  /// The libpq connection string of the role that the service works as; it owns nothing.
  package let serviceConninfo: String
  /// The folder in which the server's unix socket stands.
  package let socketFolder: String

  init(socketFolder: String) {
    func conninfo(user: String) -> String {
      "host=\(Self.quoted(socketFolder)) user=\(user) dbname=\(Cluster.database)"
    }
    self.socketFolder = socketFolder
    ownerConninfo = conninfo(user: Cluster.owner)
    serviceConninfo = conninfo(user: Cluster.service)
  }

  private static func quoted(_ value: String) -> String {
    let escaped = value.flatMap { $0 == "'" || $0 == "\\" ? ["\\", $0] : [$0] }
    return "'\(String(escaped))'"
  }
}
