extension Database {
  /// Reads rows one after the other, in a transaction on a connection of its own and in constant memory.
  ///
  /// The server is read from no faster than the rows are used. Letting go of the iterator ends the statement.
  ///
  /// - Parameters:
  ///   - before: Statements that go first in the transaction, such as who is asking. When the rows are not read to
  ///     their end, the transaction is rolled back, and what these wrote with it.
  ///   - sql: The statement.
  ///   - lane: Which connections to use.
  ///   - decode: Makes a value of each row.
  /// - Returns: The rows; nothing happens before the first is asked for.
  public func stream<Value: Sendable>(
    before: [SQL] = [], _ sql: SQL, on lane: LaneName = .reporting,
    _ decode: @escaping @Sendable (Row) throws -> Value
  ) -> some AsyncSequence<Value, any Error> & Sendable {
    RowStream(sql: sql, decode: decode, source: .database(self, lane, before: before))
  }
}

/// Rows that come as they are read.
struct RowStream<Value: Sendable>: AsyncSequence, Sendable {
  typealias Element = Value
  typealias Failure = any Error

  /// On whose connection it runs.
  enum Source {
    case lease(Lease)
    case database(Database, Database.LaneName, before: [SQL])
  }

  let sql: SQL
  let decode: @Sendable (Row) throws -> Value
  let source: Source

  func makeAsyncIterator() -> Iterator { Iterator(stream: self) }

  struct Iterator: AsyncIteratorProtocol {
    let stream: RowStream
    private var run: StreamRun?
    private var rows: ArraySlice<ResultHandle> = []
    private var isOver = false

    init(stream: RowStream) { self.stream = stream }

    mutating func next() async throws -> Value? { try await next(isolation: nil) }

    /// Stays on the caller's actor, so that a row that has arrived costs no change of threads.
    mutating func next(isolation actor: isolated (any Actor)?) async throws -> Value? {
      guard !isOver else { return nil }
      do {
        if run == nil { run = try await StreamRun.start(stream.sql, stream.source) }
        while rows.isEmpty {
          guard let more = try await run?.reading.next() else {
            isOver = true
            try await run?.finish()
            run = nil
            return nil
          }
          rows = more[...]
        }
        return try rows.popFirst().map { try stream.decode(Row(result: $0, index: 0)) }
      } catch {
        isOver = true
        run = nil
        throw error
      }
    }
  }
}

/// A stream that has been started.
///
/// Its end, whichever way, gives the connection back.
final class StreamRun: Sendable {
  let reading: Reading<ResultHandle>
  private let lease: Lease
  private let isOwner: Bool

  private init(_ lease: Lease, _ sql: SQL, isOwner: Bool) {
    self.lease = lease
    self.isOwner = isOwner
    reading = Reading(lease, lease.rows(sql))
  }

  static func start<Value>(_ sql: SQL, _ source: RowStream<Value>.Source) async throws -> StreamRun {
    switch source {
    case .lease(let lease): return StreamRun(lease, sql, isOwner: false)
    case .database(let database, let lane, let before):
      let lease = try await Lease.acquire(from: database.reactor, lane: lane.rawValue)
      do {
        _ = try await lease.run(["BEGIN"] + before)
      } catch {
        await lease.rollBack()
        throw error
      }
      return StreamRun(lease, sql, isOwner: true)
    }
  }

  /// Commits after the last row.
  func finish() async throws {
    guard isOwner else { return }
    try await lease.commit()
  }

  deinit {
    reading.stop()
    guard isOwner else { return }
    // After a commit this only gives the connection back; the server says that there is nothing to roll back.
    lease.rollBackWithoutWaiting()
  }
}
