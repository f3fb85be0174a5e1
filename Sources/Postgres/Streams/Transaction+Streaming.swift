extension Transaction {
  /// Copies rows to the server.
  ///
  /// When `body` throws, the server undoes the copy, and the transaction is over. The lane's statement time-out
  /// counts for the whole copy: before a long one, `SET LOCAL statement_timeout = 0`.
  ///
  /// - Parameters:
  ///   - sql: A `COPY … FROM STDIN`.
  ///   - body: Writes the rows.
  /// - Returns: How many rows the server took.
  /// - Throws: What `body` throws, and ``PostgresError``.
  @discardableResult
  public borrowing func copyIn(
    _ sql: SQL, _ body: (borrowing CopyWriter) async throws -> Void
  ) async throws -> Int {
    do {
      let writer = CopyWriter(lease, try await lease.copyIn(sql))
      do {
        try await body(writer)
        return try await writer.finish()
      } catch {
        // The caller's task may be cancelled, and there is no shield against that.
        await Task { await writer.fail() }.value
        throw error
      }
    } catch let error as PostgresError {
      throw error.beforeCommit
    }
  }

  /// Copies rows from the server, by a `COPY … TO STDOUT`.
  ///
  /// - Returns: Chunks of one or more whole rows each, in the format the statement names. Read it to its end, or
  ///   let go of it, before the next statement.
  public borrowing func copyOut(_ sql: SQL) -> CopyChunks { CopyChunks(lease: lease, sql: sql) }

  /// Reads rows one after the other in constant memory.
  ///
  /// - Returns: The rows. Read them to their end, or let go of them, before the next statement.
  public borrowing func stream<Value: Sendable>(
    _ sql: SQL, _ decode: @escaping @Sendable (Row) throws -> Value
  ) -> some AsyncSequence<Value, any Error> & Sendable {
    RowStream(sql: sql, decode: decode, source: .lease(lease))
  }
}

/// The data of a COPY from the server.
public struct CopyChunks: AsyncSequence, Sendable {
  public typealias Element = [UInt8]
  public typealias Failure = any Error

  let lease: Lease
  let sql: SQL

  /// Starts the copy.
  public func makeAsyncIterator() -> Iterator {
    Iterator(reading: Reading(lease, lease.copyOut(sql)))
  }

  /// Reads the chunks one after the other.
  public struct Iterator: AsyncIteratorProtocol {
    let reading: Reading<[UInt8]>
    private var chunks: ArraySlice<[UInt8]> = []

    init(reading: Reading<[UInt8]>) { self.reading = reading }

    /// The next chunk, or nil at the end.
    public mutating func next() async throws -> [UInt8]? { try await next(isolation: nil) }

    /// The next chunk, or nil at the end, without leaving the caller's actor.
    public mutating func next(isolation actor: isolated (any Actor)?) async throws -> [UInt8]? {
      while chunks.isEmpty {
        guard let more = try await reading.next() else { return nil }
        chunks = more[...]
      }
      return chunks.popFirst()
    }
  }
}

/// A feed in the hands of its reader; letting go of it ends the statement.
final class Reading<Element: Sendable>: Sendable {
  private let lease: Lease
  private let feed: Feed<Element>

  init(_ lease: Lease, _ feed: Feed<Element>) {
    self.lease = lease
    self.feed = feed
  }

  deinit { stop() }

  /// Ends the statement if it has not ended.
  func stop() { lease.stop(feed) }

  func next() async throws -> [Element]? {
    let (lease, feed) = (lease, feed)
    return try await feed.read(makeRoom: { lease.makeRoom() }, cancel: { lease.stop(feed) })
  }
}
