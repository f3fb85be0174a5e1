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
      lines.add("now", outcome.state.words)
      lines.add("since", clock.show(outcome.effectiveAt, facility: outcome.facilityID))
      lines.add("bed", bed)
      lines.add("move id", outcome.moveID.description)
      lines.add("version", "\(outcome.version)")
      return lines.text(style)
    }
  }

  /// Makes a move that keeps the stage or ends the episode.
  func move(
    _ event: MoveEvent, _ episode: EpisodeOptions, _ move: MoveOptions, clock options: ClockOptions,
    dischargeReason: DischargeReason? = nil
  ) async throws {
    let clock = try await wallClock(options)
    let record = try await episode.find(at: self)
    // An episode that is over has no stage; the rules then say so, whatever stage is asked for.
    let stage = record.episode.state.stage ?? .detox
    let target: StageState =
      switch event {
      case .leave: StageState(stage, onLeave: true)
      case .return: StageState(stage)
      default: .ended
      }
    let request = MoveRequest(
      event, to: target, effectiveAt: try clock.read(move.at, "at", facility: record.episode.facilityID),
      reason: try move.reason.note("reason"), dischargeReason: dischargeReason, roles: [])
    let outcome = try await records.move(
      NewMove(id: new(), stayID: new(), request: request), in: record.episode.id, version: move.ifVersion,
      as: caller)
    try show(outcome, clock)
  }
}
