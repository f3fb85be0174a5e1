extension Database {
  /// What a NOTIFY brought.
  public struct Notification: Hashable, Sendable {
    /// The channel it was sent on.
    public let channel: String
    /// What the sender said; empty if nothing.
    public let payload: String
    /// The server process that sent it.
    public let processID: Int32
    /// Whether this stands for what may have been missed while the connection was lost.
    ///
    /// Then there is no payload: look at the state itself again.
    public let isGap: Bool

    init(channel: String, payload: String = "", processID: Int32 = 0, isGap: Bool = false) {
      self.channel = channel
      self.payload = payload
      self.processID = processID
      self.isGap = isGap
    }
  }

  /// Listens on a channel, from some time soon after the call until the reader lets go.
  ///
  /// All channels share one connection of their own. When it breaks it is made anew, and readers are told of the
  /// gap. A reader who falls thousands of notifications behind gets an error of kind `overloaded`.
  ///
  /// - Returns: The notifications.
  public func notifications(on channel: String) -> AsyncThrowingStream<Notification, any Error> {
    subscribe(to: channel, ready: nil)
  }

  /// Listens on a channel; when it returns, every NOTIFY from then on will arrive.
  ///
  /// - Returns: The notifications, as ``notifications(on:)`` has them.
  /// - Throws: ``PostgresError`` when there is no connection.
  public func listen(on channel: String) async throws -> AsyncThrowingStream<Notification, any Error> {
    let (signal, ready) = AsyncThrowingStream<Void, any Error>.makeStream()
    let stream = subscribe(to: channel, ready: ready)
    for try await _ in signal { break }
    guard !Task.isCancelled else { throw PostgresError.notSent(.cancelled) }
    return stream
  }

  private func subscribe(
    to channel: String, ready: AsyncThrowingStream<Void, any Error>.Continuation?
  ) -> AsyncThrowingStream<Notification, any Error> {
    let (stream, continuation) = AsyncThrowingStream<Notification, any Error>.makeStream(
      bufferingPolicy: .bufferingOldest(4096))
    let subscriber = Subscriber(channel: channel, continuation: continuation, ready: ready)
    continuation.onTermination = { [reactor] _ in
      reactor.post { $0.hub.remove(subscriber, $0) }
    }
    let accepted = reactor.post { $0.hub.add(subscriber, $0) }
    if !accepted { subscriber.end(.databaseClosed) }
    return stream
  }
}

/// Someone who listens on a channel.
final class Subscriber: Sendable {
  typealias Continuation = AsyncThrowingStream<Database.Notification, any Error>.Continuation

  let channel: String
  private let continuation: Continuation
  private let ready: AsyncThrowingStream<Void, any Error>.Continuation?

  init(
    channel: String, continuation: Continuation, ready: AsyncThrowingStream<Void, any Error>.Continuation?
  ) {
    self.channel = channel
    self.continuation = continuation
    self.ready = ready
  }

  /// Says that the server is listening for it.
  func start() {
    ready?.yield(())
    ready?.finish()
  }

  /// Says that listening could not begin.
  ///
  /// One who does not wait for that keeps waiting.
  func refuse(_ error: PostgresError) { ready?.finish(throwing: error) }

  func deliver(_ notification: Database.Notification) {
    if case .dropped = continuation.yield(notification) { end(.readerTooSlow) }
  }

  func end(_ error: PostgresError) {
    refuse(error)
    continuation.finish(throwing: error)
  }
}

extension PostgresError {
  static let readerTooSlow = PostgresError(
    .overloaded, .notSent, "notifications came faster than they were read")
}
