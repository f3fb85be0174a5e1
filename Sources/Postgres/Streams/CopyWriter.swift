import Synchronization

/// Where the rows of a COPY to the server are written to.
public final class CopyWriter: Sendable {
  private let lease: Lease
  private let copy: CopyIn
  private let pending = Locked<[UInt8]>([])
  private let isBinary = Atomic(false)
  /// Data is sent in pieces of about this many bytes.
  private static let piece = 1 << 16

  init(_ lease: Lease, _ copy: CopyIn) {
    self.lease = lease
    self.copy = copy
  }

  /// Writes bytes in the format the statement names; returns when the connection has room for more.
  ///
  /// - Throws: ``PostgresError`` when the connection breaks or the task is cancelled. What the server has against
  ///   the data comes to light at the end of the copy.
  public func write(_ bytes: [UInt8]) async throws {
    let full = pending.withLock { pending -> [UInt8]? in
      pending.append(contentsOf: bytes)
      guard pending.count >= Self.piece else { return nil }
      defer { pending = [] }
      return pending
    }
    if let full { try await send(full) }
  }

  /// Writes a row in binary format, for `COPY … FROM STDIN (FORMAT binary)`.
  ///
  /// The types of the values must be exactly those of the columns.
  ///
  /// - Throws: As ``write(_:)``.
  public func row(_ build: (inout CopyRow) throws -> Void) async throws {
    var row = CopyRow()
    try build(&row)
    var bytes: [UInt8] = []
    if !isBinary.exchange(true, ordering: .relaxed) { bytes = Self.header }
    bytes += row.finished
    try await write(bytes)
  }

  /// Sends what is left and ends the copy.
  ///
  /// - Returns: How many rows the server took.
  func finish() async throws -> Int {
    var rest = pending.withLock { $0 }
    if isBinary.load(ordering: .relaxed) { rest += [0xFF, 0xFF] }
    if !rest.isEmpty { try await send(rest) }
    return try await lease.copying(copy) { copy, session, reactor in
      copy.end(reason: nil, session, reactor)
    }
  }

  /// Has the server undo the copy, for whatever reason the caller has.
  func fail() async {
    _ = try? await lease.copying(copy) { copy, session, reactor in
      copy.end(reason: "the client gave up", session, reactor)
    }
  }

  private func send(_ bytes: [UInt8]) async throws {
    guard !Task.isCancelled else { throw PostgresError(.cancelled, .notDone, "the task was cancelled") }
    // libpq's buffer grows by what it is given at once, so large pieces are cut.
    var start = 0
    while start < bytes.count {
      let end = min(start + 4 * Self.piece, bytes.count)
      let part = start == 0 && end == bytes.count ? bytes : Array(bytes[start..<end])
      _ = try await lease.copying(copy) { copy, session, reactor in copy.write(part, session, reactor) }
      start = end
    }
  }

  /// The signature, the flags and the length of the extension.
  private static let header: [UInt8] =
    Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0] + Array(repeating: 0, count: 8)
}

/// A row of a binary COPY while it is built.
public struct CopyRow: ~Copyable {
  private var buffer = PostgresBuffer()
  private var count: Int16 = 0

  init() {}

  /// Adds the next column; nil is NULL.
  public mutating func append(_ value: some PostgresEncodable) {
    buffer.appendField(value)
    count += 1
  }

  var finished: [UInt8] {
    var head = PostgresBuffer()
    head.append(count)
    return head.bytes + buffer.bytes
  }
}
