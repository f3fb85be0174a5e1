/// One connection as the event loop sees it.
///
/// Only the loop's thread touches it.
final class Session {
  enum Command {
    case statement(CachedStatement?)
    case preparation(CachedStatement)
    case ignored
  }

  /// What the connection is busy with; all but the first are outside libpq's pipeline mode.
  enum Mode {
    case pipeline
    case rows(Feed<ResultHandle>)
    case copyOut(Feed<[UInt8]>)
    case copyIn(CopyIn)
  }

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
  /// When the server began with the first unit in flight, and how long it has taken for one lately.
  var began = ContinuousClock.now
  var pace = Duration.milliseconds(1)
  var mode = Mode.pipeline
  /// What epoll was last told to wait for.
  var interest: UInt32 = 0
  var isCancelling = false
  var abortedInFlight = 0
  /// The statement outside the pipeline is to end; what it still sends is thrown away.
  var isStopping = false
  var isCopying = false
  /// What went wrong outside the pipeline.
  var failure: PostgresError?
  /// What its holder asked for while that was going on.
  var postponed: [() -> Void] = []
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
  var admits: Bool { isPipelined && !isCancelling && abortedInFlight == 0 }

  /// How long a unit would wait here for those before it, as things have gone lately.
  ///
  /// A first unit that takes longer than that counts as what it has taken so far.
  func expectedWait(at now: ContinuousClock.Instant) -> Duration {
    max(pace * inflight.count, now - began)
  }

  /// Learns from a unit that has ended how long one takes.
  func keepPace() {
    let now = ContinuousClock.now
    pace += (now - began - pace) / 16
    began = now
  }

  /// Whoever reads or writes outside the pipeline.
  var user: AnyObject? {
    switch mode {
    case .pipeline: nil
    case .rows(let feed): feed
    case .copyOut(let feed): feed
    case .copyIn(let copy): copy
    }
  }

  /// Whether its holder's next wish has to wait: until a stream has come to its end, or until a cancel request,
  /// which might hit it, has been delivered.
  var mustWait: Bool { isStopping || isCancelling }

  var isPipelined: Bool {
    if case .pipeline = mode { true } else { false }
  }

  /// Hands a unit to libpq.
  ///
  /// Returns `false` when the connection is broken.
  func send(_ unit: WorkUnit, faults: FaultPlan?) -> Bool {
    unit.session = self
    if inflight.isEmpty { began = .now }
    inflight.append(unit)
    for (index, sql) in unit.statements.enumerated() {
      guard send(sql, fingerprint: unit.fingerprints[index]) else { return false }
    }
    if let faults, faults.strikes(.midway) {
      _ = connection.flush()
      connection.sever()
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
