import CLibPQ

/// A request to stop whatever a session is doing.
///
/// `@unchecked Sendable`: a `PGcancel` never changes once made, and libpq allows `PQcancel` from any thread.
final class Cancellation: @unchecked Sendable {
  private let raw: OpaquePointer

  init(_ raw: OpaquePointer) { self.raw = raw }
  deinit { PQfreeCancel(raw) }

  /// Sends the request over a connection of its own.
  ///
  /// **Blocks** until the server has signalled the session.
  func send() {
    var message = [CChar](repeating: 0, count: 256)
    _ = PQcancel(raw, &message, Int32(message.count))
  }
}
