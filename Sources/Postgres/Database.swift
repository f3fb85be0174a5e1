import Synchronization

/// A PostgreSQL database: connections, and the ways to use them.
///
/// Units of many tasks share a few connections in libpq's pipeline mode; what needs a connection for itself, such
/// as ``transaction(on:_:)``, borrows one.
public final class Database: Sendable {
  let configuration: Configuration
  let reactor: Reactor

  /// Connections are opened when they are first needed; this never blocks.
  public init(_ configuration: Configuration) {
    self.configuration = configuration
    reactor = Reactor(configuration)
  }

  deinit { reactor.post { $0.shutDown() } }

  /// Runs queries together: one round trip, and one transaction that commits all or nothing.
  ///
  /// - Parameters:
  ///   - before: Statements that go first, such as who is asking. Their rows are ignored, their errors are not.
  ///   - queries: The questions; each result is decoded on the caller's task.
  ///   - after: Statements that go last, such as the audit.
  ///   - lane: Which connections to use.
  ///   - deadline: How long the caller is ready to wait.
  /// - Returns: What each query decodes to.
  /// - Throws: ``PostgresError``, whose `outcome` says whether anything was written.
  @discardableResult
  public func run<each Result>(
    before: [SQL] = [], _ queries: repeat Query<each Result>, after: [SQL] = [],
    on lane: LaneName = .interactive, deadline: Duration? = nil
  ) async throws -> (repeat each Result) {
    var statements = opening(before)
    let skipped = statements.count
    for query in repeat each queries { statements.append(query.sql) }
    let results = try await run(&statements, after: after, on: lane, deadline: deadline)
    var answers = Answers(results, skipping: skipped)
    return (repeat try (each queries).decode(answers.next()))
  }

  /// Runs one query, as the function above does several.
  ///
  /// - Returns: What the query decodes to.
  /// - Throws: ``PostgresError``, whose `outcome` says whether anything was written.
  @discardableResult
  public func run<Result>(
    before: [SQL] = [], _ query: Query<Result>, after: [SQL] = [],
    on lane: LaneName = .interactive, deadline: Duration? = nil
  ) async throws -> Result {
    var statements = opening(before)
    let skipped = statements.count
    statements.append(query.sql)
    let results = try await run(&statements, after: after, on: lane, deadline: deadline)
    var answers = Answers(results, skipping: skipped)
    return try query.decode(answers.next())
  }

  private func opening(_ before: [SQL]) -> [SQL] {
    configuration.unitMode == .explicit ? ["BEGIN"] + before : before
  }

  private func run(
    _ statements: inout [SQL], after: [SQL], on lane: LaneName, deadline: Duration?
  ) async throws -> [ResultHandle] {
    statements += after
    if configuration.unitMode == .explicit { statements.append("COMMIT") }
    let unit = WorkUnit(statements, deadline: deadline.map { .now + $0 })
    try await run(unit, on: lane)
    return unit.results
  }

  /// Closes all connections; what is in flight fails.
  public func close() async {
    await withCheckedContinuation { done in
      let accepted = reactor.post { reactor in
        reactor.shutDown()
        done.resume()
      }
      if !accepted { done.resume() }
    }
  }

  private func run(_ unit: WorkUnit, on lane: LaneName) async throws {
    try unit.checkSendable()
    let reactor = reactor
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        unit.continuation = continuation
        reactor.submit(unit, lane: lane.rawValue)
      }
    } onCancel: {
      unit.isCancelled.store(true, ordering: .relaxed)
      reactor.post { $0.abort(unit, .cancelled) }
    }
    Handoff.take(unit)
  }
}

/// Hands out the results of a unit in order.
struct Answers {
  private let results: [ResultHandle]
  private var index: Int

  init(_ results: [ResultHandle], skipping count: Int) {
    self.results = results
    index = count
  }

  mutating func next() throws -> ResultHandle {
    guard index < results.count else {
      throw PostgresError(.rowCount, .done, "the server sent fewer results than statements")
    }
    defer { index += 1 }
    return results[index]
  }
}
