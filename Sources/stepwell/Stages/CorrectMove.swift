import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Puts a wrong move right.
struct CorrectMove: ClinicCommand {
  static let need = Need.permission(.episodeCorrect)
  static let configuration = CommandConfiguration(
    commandName: "correct",
    abstract: "Put a wrong move right, at any later time.",
    discussion: """
      What was believed until now stays on record: cohort report --known-at and board --known-at show it. With --preview \
      nothing is changed.

      Examples:
        stepwell stage correct --patient $PATIENT --move last --happened 'yesterday 09:00' --reason typo
        stepwell stage correct $EPISODE --move 3 --never-happened --reason 'wrong person' --preview
      """)

  @OptionGroup var episode: EpisodeOptions
  @Option(help: "The wrong move: its number or identifier in stage history, or last.") var move = "last"
  @Option(parsing: .unconditional, help: "When it really happened.") var happened: String?
  @Option(help: "Why the episode really ended.") var because: DischargeReason?
  @Flag(help: "It never happened.") var neverHappened = false
  @Option(help: "Why it is corrected.") var reason: String
  @Flag(help: "Show what would change, and change nothing.") var preview = false
  @Option(help: "Only if the episode still has this version.") var ifVersion: Int32?
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    guard [happened != nil, because != nil, neverHappened].count(where: { $0 }) == 1 else {
      throw ValidationError("Say what is right: --happened TIME, --because REASON or --never-happened.")
    }
  }

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let record = try await episode.find(at: desk)
    let moves = try await desk.records.run(
      as: desk.caller, Action(.episodeRead, subject: record.episode.id.rawValue),
      Moves.of(record.episode.id))
    let correction = MoveCorrection(
      id: desk.new(), moveID: try wrong(among: moves),
      change: try change(clock, at: record.episode.facilityID), reason: try Note(reason, field: "reason"))
    let outcome = try await desk.records.correct(
      correction, in: record.episode.id, version: ifVersion, isPreview: preview, as: desk.caller)
    try desk.output.show(CorrectionRepresentation(outcome)) { style in
      outcome.text(style, clock, facility: record.episode.facilityID, isPreview: preview)
    }
  }

  private func wrong(among moves: [MoveRecord]) throws -> Move.ID {
    let found = moves.first { "\($0.move.sequence)" == move || $0.move.id.description == move.lowercased() }
    guard let found = move == "last" ? moves.last : found else {
      throw Complaint(
        .notFound, "not-found", "The episode has no such move: \(move).",
        remedy: "See them with their numbers: stepwell stage history")
    }
    return found.move.id
  }

  private func change(_ clock: WallClock, at facility: Facility.ID) throws -> MoveCorrection.Change {
    if let because { return .dischargeReason(because) }
    guard let happened else { return .enteredInError }
    return .effective(at: try clock.read(happened, "happened", facility: facility))
  }
}

extension CorrectionOutcome {
  fileprivate func text(_ style: Style, _ clock: WallClock, facility: Facility.ID, isPreview: Bool) -> String
  {
    var lines = KeyValues()
    lines.add("episode", episodeID.description)
    lines.add(isPreview ? "would be" : "now", state.words)
    lines.add("version", "\(version)")
    var table = Table(.text("Stay"), .text("Was"), .text(isPreview ? "Would be" : "Is"))
    func words(_ time: Interval) -> String {
      "\(clock.show(time.start, facility: facility)) to \(clock.show(ifAny: time.end, facility: facility) ?? "now")"
    }
    for shift in shifts {
      table.add(shift.stage.rawValue, words(shift.before), shift.after.map(words) ?? "never was")
    }
    return lines.text(style) + (shifts.isEmpty ? "" : "\n" + table.text(style))
  }
}
