import Logging
import ServiceLifecycle

/// What a companion of the service does again and again while the service runs.
struct Rounds: Sendable {
  /// How long it rests after each round.
  let pause: Duration
  let logger: Logger

  /// Does the first round at once and the next after each pause, until the service ends; the round under way is finished.
  func run(_ round: () async -> Void) async {
    while !Task.isShuttingDownGracefully, !Task.isCancelled {
      await round()
      try? await cancelWhenGracefulShutdown { try await Task.sleep(for: pause) }
    }
  }

  /// The same with rounds that may fail: one that does is told as a warning, and the next is tried all the same.
  func run(warning: Logger.Message, _ round: () async throws -> Void) async {
    await run {
      do {
        try await round()
      } catch {
        // A service that ends before it has begun says why by itself.
        if !Task.isCancelled { warn(warning, of: error) }
      }
    }
  }

  /// Warns of an error, of which the words hold nothing of anybody.
  func warn(_ message: Logger.Message, of error: any Error) {
    logger.warning(message, metadata: ["error": "\(error)"])
  }
}
