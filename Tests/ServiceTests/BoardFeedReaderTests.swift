import Clinic
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization
import TestSupport
import Testing

@testable import Service

/// The feed of boards as those see it who read slowly, or who see nothing change.
@Suite(.timeLimit(.minutes(10)))
struct BoardFeedReaderTests {
  @Test func `while nothing changes the feed shows that it is there, and ends when its time is up`()
    async throws
  {
    let (changes, continuation) = AsyncThrowingStream<Facility.ID?, any Error>.makeStream()
    let reader = Reader()

    try await feed(changes, of: [TestDatabase.new()], life: .milliseconds(400)).body.write(reader)
    continuation.finish()

    #expect(reader.text.hasPrefix("retry: 1000\n\n: \n\n"))
    #expect(!reader.text.contains("event"))
    #expect(reader.hasEnded)
  }

  @Test func `a reader who does not keep up is told of every board once it reads again`() async throws {
    let (changes, continuation) = AsyncThrowingStream<Facility.ID?, any Error>.makeStream()
    let boards: [Facility.ID] = [TestDatabase.new(), TestDatabase.new(), TestDatabase.new()]
    let reader = Reader(stalled: true)
    let feed = feed(changes, of: boards, life: .seconds(60))
    async let written: Void = feed.body.write(reader)

    continuation.yield(boards[0])
    for _ in 0..<2_000 { continuation.yield(boards[1]) }
    continuation.yield(TestDatabase.new())
    reader.goOn()
    while !reader.text.contains("\(boards[1])") { try await Task.sleep(for: .milliseconds(10)) }
    continuation.yield(boards[2])
    while !reader.text.contains("\(boards[2])") { try await Task.sleep(for: .milliseconds(10)) }
    continuation.finish()
    try await written

    #expect(reader.text.contains("\(boards[0])"))
    #expect(reader.text.split(separator: "event: board").count < 100)
    #expect(reader.hasEnded)
  }

  private func feed(
    _ changes: AsyncThrowingStream<Facility.ID?, any Error>, of boards: [Facility.ID], life: Duration
  ) -> BoardFeed {
    BoardFeed(changes: changes, facilities: boards, life: life, heartbeat: .milliseconds(50))
  }
}

/// Takes what a feed writes, at once or not before it is told to go on.
private final class Reader: ResponseBodyWriter, Sendable {
  private struct State {
    var text = ""
    var hasEnded = false
    var isStalled: Bool
  }

  private let state: Mutex<State>

  init(stalled: Bool = false) { state = Mutex(State(isStalled: stalled)) }

  var text: String { state.withLock(\.text) }
  var hasEnded: Bool { state.withLock(\.hasEnded) }

  func goOn() { state.withLock { $0.isStalled = false } }

  func write(_ buffer: ByteBuffer) async throws {
    while state.withLock(\.isStalled) { try await Task.sleep(for: .milliseconds(5)) }
    state.withLock { $0.text += String(buffer: buffer) }
  }

  func finish(_ trailingHeaders: HTTPFields?) async throws {
    state.withLock { $0.hasEnded = true }
  }
}
