import Clinic
import Foundation
import Records
import Service

extension Desk {
  /// Shows what a move came to.
  func show(_ outcome: MoveOutcome, bed: String? = nil, _ clock: WallClock) throws {
    try output.show(MoveOutcomeRepresentation(outcome)) { style in
      var lines = KeyValues()
      lines.add("episode", outcome.episodeID.description)
      lines.add("patient", outcome.patientID.description)
      lines.add("move", outcome.event.rawValue)
      lines.add(outcome.isPlanned ? "planned" : "now", outcome.state.words)
      lines.add(
        outcome.isPlanned ? "at" : "since", clock.show(outcome.effectiveAt, facility: outcome.facilityID))
      lines.add("bed", bed)
      lines.add("move id", outcome.moveID.description)
      if !outcome.withdrawn.isEmpty {
        lines.add("withdrawn", outcome.withdrawn.map(\.description).joined(separator: ", "))
      }
      lines.add("version", "\(outcome.version)")
      return lines.text(style) + outcome.warnings.text(style)
    }
  }

  /// Makes a move that keeps the stage or ends the episode.
  ///
  /// `complete` adds to the request what only this move may say.
  func move(
    _ event: MoveEvent, _ episode: EpisodeOptions, _ move: MoveOptions, clock options: ClockOptions,
    dischargeReason: DischargeReason? = nil,
    completing complete: (inout MoveRequest, WallClock, Facility.ID) throws -> Void = { _, _, _ in }
  ) async throws {
    let clock = try await wallClock(options)
    let record = try await episode.find(at: self)
    let facility = record.episode.facilityID
    var request = try move.request(
      event, to: .ended, clock, facility: facility, dischargeReason: dischargeReason)
    // An episode that is over has no stage; the rules then say so, whatever stage is asked for.
    let stage = try await stage(of: record, at: request.effectiveAt) ?? .detox
    if event == .leave { request.to = StageState(stage, onLeave: true) }
    if event == .return { request.to = StageState(stage) }
    try complete(&request, clock, facility)
    let outcome = try await records.move(
      NewMove(id: new(), stayID: new(), request: request), in: record.episode.id, version: move.ifVersion,
      as: caller)
    try show(outcome, clock)
  }

  /// The stage in which the person is at a time, which may lie behind other moves.
  private func stage(of record: EpisodeRecord, at time: Date) async throws -> Stage? {
    guard let last = record.episode.lastMoveAt, time < last else { return record.episode.state.stage }
    let moves = try await records.run(
      as: caller, Action(.episodeRead, subject: record.episode.id.rawValue), Moves.of(record.episode.id))
    return moves.last { $0.move.effectiveAt <= time }?.move.to.stage
  }
}
