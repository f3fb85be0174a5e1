/// What has arrived and waits to be read, bounded: when it is full, the loop stops reading from the socket.
final class Feed<Element: Sendable>: Sendable {
  private struct State {
    var buffer: [Element] = []
    var weight = 0
    var end: Result<Void, any Error>?
    var reader: CheckedContinuation<[Element]?, any Error>?
    var isFull = false
  }

  private let state = Locked(State())
  /// How many bytes may wait.
  private let capacity: Int

  init(capacity: Int = 1 << 20) { self.capacity = capacity }

  /// Adds what has arrived.
  ///
  /// - Returns: Whether there is room for more; if not, ``read(orElse:)`` says when there is again.
  func push(_ elements: [Element], weight: Int) -> Bool {
    let (reader, hasRoom) = state.withLock { state -> (CheckedContinuation<[Element]?, any Error>?, Bool) in
      if let reader = state.reader {
        state.reader = nil
        return (reader, true)
      }
      state.buffer += elements
      state.weight += weight
      state.isFull = state.weight >= capacity
      return (nil, !state.isFull)
    }
    reader?.resume(returning: elements)
    return hasRoom
  }

  /// Says that nothing more will come.
  func finish(_ result: Result<Void, any Error>) {
    let reader = state.withLock { state in
      if state.end == nil { state.end = result }
      defer { state.reader = nil }
      return state.reader
    }
    reader?.resume(with: result.map { nil })
  }

  /// Waits for the next elements; nil at the end.
  ///
  /// `makeRoom` is called when reading has made room in a full feed, `cancel` when the task is cancelled.
  func read(
    makeRoom: @Sendable () -> Void, cancel: @escaping @Sendable () -> Void
  ) async throws -> [Element]? {
    let wasFull = state.withLock { state in
      defer { state.isFull = false }
      return state.isFull
    }
    if wasFull { makeRoom() }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let answer = state.withLock { state -> Result<[Element]?, any Error>? in
          if !state.buffer.isEmpty {
            defer { (state.buffer, state.weight) = ([], 0) }
            return .success(state.buffer)
          }
          if let end = state.end { return end.map { nil } }
          state.reader = continuation
          return nil
        }
        if let answer { continuation.resume(with: answer) }
      }
    } onCancel: {
      cancel()
    }
  }
}
