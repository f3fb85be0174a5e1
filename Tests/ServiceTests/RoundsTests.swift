import Logging
import ServiceLifecycle
import Synchronization
import Testing

@testable import Service

/// What companions of the service do again and again.
@Suite(.timeLimit(.minutes(10)))
struct RoundsTests {
  private struct Broken: Error {}

  /// A companion that counts its rounds, of which the first fails.
  private final class Counter: ServiceLifecycle.Service {
    let rounds: Rounds
    let begun = Mutex(0)
    let ended = Mutex(0)

    init(every pause: Duration, _ logger: Logger = Logger(label: "test")) {
      rounds = Rounds(pause: pause, logger: logger)
    }

    func run() async {
      await rounds.run(warning: "a round failed") {
        let number = begun.withLock { count in
          count += 1
          return count
        }
        if number == 1 { throw Broken() }
        try? await Task.sleep(for: .milliseconds(50))
        ended.withLock { $0 += 1 }
      }
    }

    /// Waits until so many rounds have begun.
    func began(_ count: Int) async throws {
      for _ in 0..<6_000 where begun.withLock({ $0 }) < count { try await Task.sleep(for: .milliseconds(1)) }
      #expect(begun.withLock { $0 } >= count)
    }
  }

  @Test func `a round that fails is told, and the next is tried all the same`() async throws {
    let book = LogBook()
    let counter = Counter(every: .milliseconds(1), Logger(label: "test") { _ in book })
    let work = Task { await counter.run() }

    try await counter.began(3)
    work.cancel()
    await work.value

    #expect(book.lines == [#"warning a round failed ["error": Broken()]"#])
  }

  @Test func `the end of the service finishes the round under way and cuts the pause short`() async throws {
    let counter = Counter(every: .milliseconds(1))
    let group = ServiceGroup(services: [counter], logger: Logger(label: "test"))
    let work = Task { try await group.run() }

    try await counter.began(2)
    await group.triggerGracefulShutdown()
    try await work.value

    #expect(counter.ended.withLock { $0 } == counter.begun.withLock { $0 } - 1)
  }

  @Test func `the end of the service does not wait for the next round`() async throws {
    let counter = Counter(every: .seconds(3_600))
    let group = ServiceGroup(services: [counter], logger: Logger(label: "test"))
    let work = Task { try await group.run() }

    try await counter.began(1)
    await group.triggerGracefulShutdown()
    try await work.value

    #expect(counter.begun.withLock { $0 } == 1)
  }

  @Test func `what a cancelled round throws is told to nobody`() async throws {
    let book = LogBook()
    let rounds = Rounds(pause: .seconds(3_600), logger: Logger(label: "test") { _ in book })
    let work = Task {
      await rounds.run(warning: "cut off") { try await Task.sleep(for: .seconds(3_600)) }
    }

    work.cancel()
    await work.value

    #expect(book.lines.isEmpty)
  }
}
