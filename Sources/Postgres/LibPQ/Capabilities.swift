import CLibPQ

/// What the libpq at hand can do; the driver asks here and nowhere else.
///
/// From version 17 on it could also cancel without blocking and stream several rows in one result. Until that is
/// the oldest in use, a cancel request takes a thread, and each row of a stream is a result of its own.
enum Capabilities {
  /// The version as libpq counts it: 150018 is 15.18.
  static var version: Int { Int(PQlibVersion()) }
  /// Whether several statements can be on their way at once, without which there is no driver.
  static var hasPipelines: Bool { version >= 140_000 }
}
