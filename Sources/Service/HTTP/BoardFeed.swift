import Clinic
import Foundation
import Hummingbird
import Records
import ServiceLifecycle
import Synchronization

/// Changes of boards as server-sent events, from when it was asked for until its time is up.
struct BoardFeed: Sendable {
  let changes: AsyncThrowingStream<Facility.ID?, any Error>
  /// Whose boards are watched.
  let facilities: [Facility.ID]
  /// After how long it ends; whoever reads connects again, and is asked again who they are.
  let life: Duration
  /// How often it shows that it is there while nothing changes.
  let heartbeat: Duration

  /// The body of the answer.
  var body: ResponseBody {
    ResponseBody { writer in
      try await writer.write(ByteBuffer(string: "retry: 1000\n\n"))
      // However slow the reader is, no facility is forgotten: those that wait are told together.
      let waiting = WaitingBoards()
      let (rings, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          // Where listening ends with an error, the feed does: the reader connects again.
          try? await collect(in: waiting, ringing: continuation)
          continuation.finish()
        }
        group.addTask {
          while !Task.isCancelled {
            try? await Task.sleep(for: heartbeat)
            continuation.yield()
          }
        }
        group.addTask {
          try? await Task.sleep(for: life)
          continuation.finish()
        }
        group.addTask {
          // The service stops only when its answers have ended.
          try? await gracefulShutdown()
          continuation.finish()
        }
        defer { group.cancelAll() }
        for await _ in rings { try await writer.write(ByteBuffer(string: Self.text(waiting.take()))) }
      }
      try await writer.finish(nil)
    }
  }

  private func collect(in waiting: WaitingBoards, ringing bell: AsyncStream<Void>.Continuation) async throws {
    for try await change in changes {
      let changed = facilities.filter { change == nil || $0 == change }
      if changed.isEmpty { continue }
      waiting.add(changed)
      bell.yield()
    }
  }

  /// An event for each board that has changed; where none has, a comment shows that the feed is alive.
  private static func text(_ changed: Set<Facility.ID>) -> String {
    if changed.isEmpty { return ": \n\n" }
    return changed.map { "event: board\ndata: {\"facility_id\": \"\($0)\"}\n\n" }.sorted().joined()
  }
}

/// The boards that have changed, and of which the reader was not told yet.
private final class WaitingBoards: Sendable {
  private let boards = Mutex<Set<Facility.ID>>([])

  func add(_ changed: [Facility.ID]) { boards.withLock { $0.formUnion(changed) } }

  /// All of them, which then wait no more.
  func take() -> Set<Facility.ID> {
    boards.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
  }
}
