import Clinic
import Foundation
import Hummingbird
import Records
import ServiceLifecycle

/// Changes of boards as server-sent events, from when it was asked for until its time is up.
struct BoardFeed: Sendable {
  let changes: AsyncThrowingStream<Facility.ID?, any Error>
  /// Whose boards are watched.
  let facilities: [Facility.ID]
  /// After how long it ends; whoever reads connects again, and is asked again who they are.
  let life: Duration
  /// How often it shows that it is there while nothing changes.
  let heartbeat: Duration

  enum Signal: Sendable {
    case changed([Facility.ID])
    case heartbeat
  }

  /// The body of the answer.
  var body: ResponseBody {
    ResponseBody { writer in
      try await writer.write(ByteBuffer(string: "retry: 1000\n\n"))
      let (signals, continuation) = AsyncStream<Signal>.makeStream(bufferingPolicy: .bufferingNewest(256))
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          // Where listening ends with an error, the feed does: the reader connects again.
          try? await forward(to: continuation)
          continuation.finish()
        }
        group.addTask {
          while !Task.isCancelled {
            try? await Task.sleep(for: heartbeat)
            continuation.yield(.heartbeat)
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
        for await signal in signals { try await writer.write(ByteBuffer(string: signal.text)) }
      }
      try await writer.finish(nil)
    }
  }

  private func forward(to continuation: AsyncStream<Signal>.Continuation) async throws {
    for try await change in changes {
      let changed = facilities.filter { change == nil || $0 == change }
      if !changed.isEmpty { continuation.yield(.changed(changed)) }
    }
  }
}

extension BoardFeed.Signal {
  /// The lines of an event; a heartbeat is a comment.
  fileprivate var text: String {
    switch self {
    case .heartbeat: ": \n\n"
    case .changed(let facilities):
      facilities.map { "event: board\ndata: {\"facility_id\": \"\($0)\"}\n\n" }.joined()
    }
  }
}
