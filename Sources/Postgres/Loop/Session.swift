/// One connection as the event loop sees it.
///
/// Only the loop's thread touches it.
final class Session {
  enum Command {
    case statement(CachedStatement?)
    case preparation(CachedStatement)
    case ignored
  }

  /// What the connection is busy with.
  enum Mode { case pipeline, single }

  let id: UInt64
  let connection: Connection
  let lane: LaneState
  let isExclusive: Bool
  /// Whether units bring BEGIN and COMMIT along, so that a failed one leaves its transaction open.
  let isExplicit: Bool
  /// The descriptor, kept because libpq forgets it when it notices a loss.
  let socket: Int32
  var cache: StatementCache
  var inflight = FIFO<WorkUnit>()
  var commands = FIFO<Command>()
  var mode = Mode.pipeline
  /// What epoll was last told to wait for.
  var interest: UInt32 = 0
  var isCancelling = false
  var abortedInFlight = 0
  var cancelAgainAt: ContinuousClock.Instant?

  init(
    id: UInt64, connection: Connection, lane: LaneState, isExclusive: Bool,
    configuration: Database.Configuration
  ) {
    self.id = id
    self.connection = connection
    self.lane = lane
    self.isExclusive = isExclusive
    socket = connection.socket
    cache = StatementCache(capacity: configuration.statementCacheCapacity)
    isExplicit = configuration.unitMode == .explicit && !isExclusive
  }

  /// Whether new units may join: not while a cancel request is under way, which might hit them.
  var admits: Bool { mode == .pipeline && !isCancelling && abortedInFlight == 0 }

  /// Hands a unit to libpq.
  ///
  /// Returns `false` when the connection is broken.
  func send(_ unit: WorkUnit) -> Bool {
    unit.session = self
    inflight.append(unit)
    for (index, sql) in unit.statements.enumerated() {
      guard send(sql, fingerprint: unit.fingerprints[index]) else { return false }
    }
    return connection.sync()
  }

  private func send(_ sql: SQL, fingerprint: UInt64) -> Bool {
    switch cache.look(up: sql, fingerprint: fingerprint) {
    case .known(let statement):
      commands.append(.statement(statement))
      return connection.sendPrepared(statement.name, sql)
    case .uncached:
      commands.append(.statement(nil))
      return connection.send(sql)
    case .new(let statement, let evicted):
      if let evicted {
        commands.append(.ignored)
        guard connection.send(evicted.deallocation) else { return false }
      }
      commands.append(.preparation(statement))
      commands.append(.statement(statement))
      return connection.prepare(statement.name, sql) && connection.sendPrepared(statement.name, sql)
    }
  }
}
