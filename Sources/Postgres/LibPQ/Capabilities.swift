import CLibPQ

/// What the libpq at hand can do; the driver asks here and nowhere else.
package enum Capabilities {
  /// The version as libpq counts it: 150018 is 15.18.
  package static var version: Int { Int(PQlibVersion()) }
  /// Several rows per result while streaming; before, each row is a result.
  package static var hasChunkedRows: Bool { version >= 170_000 }
  /// Cancellation that does not block and is encrypted like the session.
  package static var hasAsynchronousCancel: Bool { version >= 170_000 }
}
