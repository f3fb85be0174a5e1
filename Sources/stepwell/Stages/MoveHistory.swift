import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Shows the ledger of an episode.
struct MoveHistory: ClinicCommand {
  static let need = Need.permission(.episodeRead)
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Show the moves of an episode in order.",
    discussion: """
      Examples:
        stepwell stage history --patient $PATIENT
        stepwell stage history $EPISODE --all
      """)

  @OptionGroup var episode: EpisodeOptions
  @Flag(help: "Also what was corrected since.") var all = false
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    if all, try await showLost(at: desk, clock) { return }
    let record = try await episode.find(at: desk)
    let id = record.episode.id
    let moves = try await desk.records.run(
      as: desk.caller, Action(.episodeRead, subject: id.rawValue),
      all ? Moves.history(of: id) : Moves.of(id))
    try desk.output.show(moves.map(MoveRepresentation.init)) { style in
      var head = KeyValues()
      head.add("episode", id.description)
      head.add("state", record.state.words)
      head.add("due back", record.dueBack(clock))
      head.add("bed", record.bed.map { "\($0.unit)/\($0.label)" })
      head.add("version", "\(record.version)")
      let note =
        (moves.contains { $0.move.corrects != nil } ? "* put right later\n" : "")
        + (moves.contains { $0.move.effectiveAt > desk.now } ? "+ planned\n" : "")
      return head.text(style) + "\n"
        + moves.table(clock, facility: record.episode.facilityID, now: desk.now).text(style)
        + note
    }
  }

  /// Shows what is left of an episode that was taken out as a whole; says whether it is one.
  private func showLost(at desk: Desk, _ clock: WallClock) async throws -> Bool {
    guard let id = episode.episode else { return false }
    let (lost, moves) = try await desk.records.run(
      as: desk.caller, Action(.episodeRead, subject: id.rawValue), LostEpisode.find(id), Moves.history(of: id)
    )
    guard let lost, let takenOutAt = lost.takenOutAt else { return false }
    try desk.output.show(moves.map(MoveRepresentation.init)) { style in
      var head = KeyValues()
      head.add("episode", id.description)
      head.add(
        "state", "taken out \(clock.show(takenOutAt, facility: lost.facilityID)); stage restore puts it back")
      return head.text(style) + "\n"
        + moves.table(clock, facility: lost.facilityID, now: desk.now).text(style)
    }
    return true
  }
}

extension [MoveRecord] {
  fileprivate func table(_ clock: WallClock, facility: Facility.ID, now: Date) -> Table {
    var table = Table(
      .number("#"), .text("Happened"), .text("Move"), .text("To"), .text("Why", limit: 26), .text("Recorded"))
    for move in map(\.move) {
      let due = move.dueBackAt.map { "due back \(clock.show($0, facility: facility))" }
      let why = [move.dischargeReason?.label, move.reason?.rawValue, due, move.cause?.rawValue].compactMap(
        \.self
      ).joined(
        separator: "; ")
      table.add(
        "\(move.sequence)", clock.show(move.effectiveAt, facility: facility),
        "\(move.event.rawValue)\(move.corrects == nil ? "" : " *")\(move.effectiveAt > now ? " +" : "")",
        move.to.rawValue, why,
        clock.show(move.recordedAt, facility: facility))
    }
    return table
  }
}

extension EpisodeRecord {
  /// When somebody on leave is expected back, and whether that time is over.
  func dueBack(_ clock: WallClock) -> String? {
    guard let dueBackAt, let now = instant else { return nil }
    let time = clock.show(dueBackAt, facility: episode.facilityID)
    return isOverdue(at: now) ? "\(time), overdue" : time
  }
}
