import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Shows the board.
struct BoardCommand: ClinicCommand {
  static let need = Need.permission(.boardRead)
  static let configuration = CommandConfiguration(
    commandName: "board",
    abstract: "Show every bed and who is in it, at any instant.",
    discussion: """
      With --watch it is drawn anew as soon as something changes, and each minute; end it with Control-C.

      Examples:
        stepwell board
        stepwell board --at '3 days ago' --facility north
        stepwell board --at 'yesterday 20:00' --known-at 'yesterday 20:00'
        stepwell board --watch --facility north
      """)

  @Option(
    parsing: .unconditional, help: "As it was, is or will be then.", completion: .list(["now", "yesterday"]))
  var at = "now"
  @Option(parsing: .unconditional, help: "As it was known then, before later entries and corrections.")
  var knownAt: String?
  @Option(help: "Only this facility, by short name.") var facility: String?
  @Flag(help: "Draw it anew as it changes.") var watch = false
  @Option(help: "With --watch, end after drawing it so many times.") var times: Int?
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    guard !watch || (at == "now" && knownAt == nil) else {
      throw ValidationError("--watch shows the board as it is; leave out --at and --known-at.")
    }
    guard times.map({ watch && $0 > 0 }) ?? true else {
      throw ValidationError("--times is a number from 1, beside --watch.")
    }
  }

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let facility = try facility.map { try desk.facility($0, among: clock.facilities).facility.id }
    guard watch else { return try await draw(at: desk, clock, facility) }
    let changes = try await desk.records.boardChanges()
    try await desk.watch(changes, facility: facility, times: times) { now in
      let clock = WallClock(now: now, zone: clock.zone, facilities: clock.facilities)
      desk.output.clear()
      try await draw(at: desk, clock, facility)
    }
  }

  private func draw(at desk: Desk, _ clock: WallClock, _ facility: Facility.ID?) async throws {
    let instant = try clock.read(at, "at", facility: facility)
    let knownAt = try clock.read(knownAt, "known_at", facility: facility)
    let places = try await desk.records.run(
      as: desk.caller, Action(.boardRead), list: Board.at(instant, knownAt: knownAt, facility: facility))
    try desk.output.show(BoardRepresentation(places, at: instant, knownAt: knownAt)) { style in
      places.isEmpty
        ? "There are no beds. Open a facility with beds: stepwell facility open --help\n"
        : places.board(style, clock, at: instant)
    }
  }
}

extension Desk {
  /// Does something at once, then whenever a board changes, and at least each minute.
  func watch(
    _ changes: AsyncThrowingStream<Facility.ID?, any Error>, facility: Facility.ID?, times: Int?,
    _ work: (Date) async throws -> Void
  ) async throws {
    let (signals, continuation) = AsyncThrowingStream<Void, any Error>.makeStream(
      bufferingPolicy: .bufferingNewest(1))
    let listening = Task {
      do {
        for try await change in changes where facility == nil || change == nil || change == facility {
          continuation.yield()
        }
        continuation.finish()
      } catch {
        continuation.finish(throwing: error)
      }
    }
    let ticking = Task {
      while !Task.isCancelled {
        try? await Task.sleep(for: .seconds(60))
        continuation.yield()
      }
    }
    defer {
      listening.cancel()
      ticking.cancel()
    }
    try await work(Date())
    var left = (times ?? .max) - 1
    guard left > 0 else { return }
    for try await _ in signals {
      try await work(Date())
      left -= 1
      if left == 0 { return }
    }
  }
}
