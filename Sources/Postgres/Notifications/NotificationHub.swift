/// The connection on which all LISTENs of a database are, and who wants to know.
///
/// Only the loop's thread touches it.
final class NotificationHub {
  private var subscribers: [String: [Subscriber]] = [:]
  private var connection: Connection?
  private var socket: Int32 = -1
  private var id: UInt64 = 0
  private var isConnecting = false
  private var wasLost = false
  private var failures = 0
  private var retryAt: ContinuousClock.Instant?
  /// The channels the server listens on, by what it has been told.
  private var told: Set<String> = []
  /// The channels whose LISTEN is on its way.
  private var asked: Set<String>?
  /// What the server had against it.
  private var refusal: PostgresError?

  func add(_ subscriber: Subscriber, _ reactor: Reactor) {
    let isKnown = told.contains(subscriber.channel) && asked?.contains(subscriber.channel) != true
    subscribers[subscriber.channel, default: []].append(subscriber)
    if isKnown { return subscriber.start() }
    catchUp(reactor)
  }

  func remove(_ subscriber: Subscriber, _ reactor: Reactor) {
    subscribers[subscriber.channel]?.removeAll { $0 === subscriber }
    if subscribers[subscriber.channel]?.isEmpty == true { subscribers[subscriber.channel] = nil }
    catchUp(reactor)
  }

  func close() {
    for subscriber in subscribers.values.joined() { subscriber.end(.databaseClosed) }
    subscribers = [:]
    connection = nil
  }

  func reconnectIfDue(_ now: ContinuousClock.Instant, _ reactor: Reactor) {
    guard let due = retryAt else { return }
    guard due <= now else { return reactor.schedule(at: due) }
    retryAt = nil
    catchUp(reactor)
  }

  /// Reads what has come on the connection, if `id` is its own.
  func handle(_ id: UInt64, _ reactor: Reactor) {
    guard id == self.id, let connection else { return }
    let isAlive = connection.consumeInput()
    takeResults(connection)
    while let notification = connection.nextNotification() {
      for subscriber in subscribers[notification.channel] ?? [] { subscriber.deliver(notification) }
    }
    guard isAlive, !connection.isBroken, connection.flush() != .failed else { return lose(reactor) }
    catchUp(reactor)
  }

  /// Makes the server listen on what is wanted, and on nothing else.
  private func catchUp(_ reactor: Reactor) {
    guard asked == nil else { return }
    let wanted = Set(subscribers.keys)
    guard wanted != told else { return }
    guard let connection else { return connect(reactor) }
    let statements =
      wanted.subtracting(told).map { "LISTEN \(Self.quoted($0))" }
      + told.subtracting(wanted).map { "UNLISTEN \(Self.quoted($0))" }
    asked = wanted.subtracting(told)
    told = wanted
    guard connection.sendSimple(statements.joined(separator: "; ")), connection.flush() != .failed else {
      return lose(reactor)
    }
  }

  private func takeResults(_ connection: Connection) {
    while asked != nil, !connection.isBusy {
      if let raw = connection.nextResult() {
        let result = ResultHandle(raw)
        if result.status == .failure { refusal = PostgresError(result, outcome: .notDone) }
        continue
      }
      if let error = refusal {
        refuse(error)
        return
      }
      for channel in asked ?? [] {
        for subscriber in subscribers[channel] ?? [] {
          subscriber.start()
          if wasLost { subscriber.deliver(Database.Notification(channel: channel, isGap: true)) }
        }
      }
      asked = nil
      wasLost = false
    }
  }

  /// Ends those whose LISTEN the server has refused, as a standby does.
  private func refuse(_ error: PostgresError) {
    let channels = asked ?? []
    asked = nil
    refusal = nil
    told.subtract(channels)
    for channel in channels {
      for subscriber in subscribers.removeValue(forKey: channel) ?? [] { subscriber.end(error) }
    }
  }

  private func connect(_ reactor: Reactor) {
    guard !isConnecting, retryAt == nil, !reactor.isStopping else { return }
    isConnecting = true
    let target = reactor.lanes[0].target
    Reactor.inBackground {
      let attempt = Result { try Connection(connectingTo: target) }
      reactor.post { $0.hub.opened(attempt, $0) }
    }
  }

  private func opened(_ attempt: Result<Connection, any Error>, _ reactor: Reactor) {
    isConnecting = false
    switch attempt {
    case .success(let connection):
      failures = 0
      self.connection = connection
      socket = connection.socket
      reactor.nextID += 1
      id = reactor.nextID
      reactor.poller.set(socket, id: id, interest: Poller.readable, isNew: true)
      catchUp(reactor)
    case .failure(let error):
      failures += 1
      let reason = error as? PostgresError ?? .sessionLost
      if !wasLost { for subscriber in subscribers.values.joined() { subscriber.refuse(reason) } }
      retry(reactor)
    }
  }

  private func lose(_ reactor: Reactor) {
    reactor.poller.remove(socket)
    connection = nil
    told = []
    asked = nil
    wasLost = true
    retry(reactor)
  }

  private func retry(_ reactor: Reactor) {
    guard !subscribers.isEmpty else { return }
    let due = ContinuousClock.now + Backoff.delay(after: failures)
    retryAt = due
    reactor.schedule(at: due)
  }

  private static func quoted(_ channel: String) -> String {
    "\"" + channel.replacing("\"", with: "\"\"") + "\""
  }
}
