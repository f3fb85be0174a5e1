import Clinic
import Foundation
import Postgres

/// An episode with its stays, where it stands at an instant, and what is planned beyond it.
package struct EpisodeRecord: Sendable, Hashable {
  /// The whole course, also what is planned.
  package let episode: Episode
  /// Where the episode stands at `instant`.
  package let state: StageState
  /// The instant that is told of; nil when it is that at which all that is planned has happened.
  package let instant: Date?
  /// Grows with every move and correction; its text is the entity tag.
  package let version: Int32
  package let intakeID: Intake.ID?
  /// Why it ended, or is planned to end; nil while it goes on.
  package let dischargeReason: DischargeReason?
  package let bed: BedPlace?
  /// The moves that lie ahead of `instant`, in order.
  package let planned: [PlannedMove]
  /// When somebody who is on leave is expected back, where that was said.
  package let dueBackAt: Date?
  /// The episode before this one, if the person was here before; nil also where the caller may not see it.
  package let previous: PreviousEpisode?
  /// The IANA name of the facility's time zone, in which its days are counted.
  package let timeZone: String

  /// The bed of the stay that goes on.
  package struct BedPlace: Sendable, Hashable {
    package let id: Bed.ID
    package let label: String
    package let unit: String
  }

  /// A move that lies ahead.
  package struct PlannedMove: Sendable, Hashable {
    package let id: Move.ID
    package let event: MoveEvent
    package let to: StageState
    package let at: Date
  }

  /// The episode that a readmission follows.
  package struct PreviousEpisode: Sendable, Hashable {
    package let id: Episode.ID
    package let endedAt: Date
    package let dischargeReason: DischargeReason
  }
}

extension EpisodeRecord {
  /// When it ended; nil while it goes on, also when its end is planned.
  package var endedAt: Date? { state == .ended ? episode.stays.last?.during.end : nil }

  /// Days of the facility's calendar from the last discharge to this admission; nil for a first one.
  ///
  /// Who comes back on the day of the discharge comes back after no day; so does who was handed over from one facility to
  /// another.
  package var daysSinceLastDischarge: Int? {
    guard let previous, let admitted = episode.admittedAt, let zone = TimeZone(identifier: timeZone) else {
      return nil
    }
    return Day(of: admitted, in: zone).days(since: Day(of: previous.endedAt, in: zone))
  }

  /// Days in treatment until the end, or until `now` where it goes on; nil before the admission.
  package func lengthOfStay(now: Date) -> LengthsOfStay? {
    guard let admitted = episode.admittedAt, admitted <= now, let zone = TimeZone(identifier: timeZone),
      let during = try? Interval(start: admitted, end: episode.stays.last?.during.end)
    else { return nil }
    return LengthsOfStay(of: during, in: zone, now: now)
  }

  /// Whether somebody on leave should have been back by `now`.
  package func isOverdue(at now: Date) -> Bool {
    state.isOnLeave && dueBackAt.map { $0 < now } ?? false
  }
}

extension EpisodeRecord {
  init(row: Row, at instant: Date?) throws {
    let id: Episode.ID = try row["id"]
    let bedID: Bed.ID? = try row["bed_id"]
    let moves = try LedgerMove.all(row)
    let latest = moves.last(where: \.hasHappened)
    let state = latest?.to ?? .none
    let previous: Episode.ID? = try row["readmission_of"]
    let endedBefore: Date? = try row["before_ended_at"]
    let reasonBefore: DischargeReason? = try row["before_reason"]
    self.init(
      episode: Episode(
        id: id, patientID: try row["patient_id"], facilityID: try row["facility_id"], readmissionOf: previous,
        state: moves.last?.to ?? .none, stays: try Self.stays(row, of: id), lastMoveAt: moves.last?.at),
      state: state, instant: instant, version: try row["version"], intakeID: try row["intake_id"],
      dischargeReason: try row["discharge_reason"],
      bed: try bedID.map { BedPlace(id: $0, label: try row["bed_label"], unit: try row["bed_unit"]) },
      planned: moves.filter { !$0.hasHappened }.map(\.planned),
      dueBackAt: state.isOnLeave ? latest?.dueBackAt : nil,
      previous: previous.flatMap { previous in
        zip(endedBefore, reasonBefore).map {
          PreviousEpisode(id: previous, endedAt: $0, dischargeReason: $1)
        }
      },
      timeZone: try row["time_zone"])
  }

  private static func stays(_ row: Row, of episode: Episode.ID) throws -> [Stay] {
    guard let ids: [Stay.ID] = try row["ids"] else { return [] }
    let stages: [Stage] = try row["stages"]
    let editions: [LevelOfCare.Edition?] = try row["editions"]
    let codes: [String?] = try row["codes"]
    let services: [ServiceSetting?] = try row["services"]
    let starts: [Date] = try row["starts"]
    let ends: [Date?] = try row["ends"]
    let reasons: [DischargeReason?] = try row["reasons"]
    return try ids.indices.map { index in
      Stay(
        id: ids[index], episodeID: episode, stage: stages[index],
        level: zip(editions[index], codes[index]).map { LevelOfCare(edition: $0, code: $1) },
        service: services[index], during: try Interval(start: starts[index], end: ends[index]),
        endReason: reasons[index])
    }
  }
}

/// A move of an episode as its record needs it.
private struct LedgerMove {
  let id: Move.ID
  let event: MoveEvent
  let to: StageState
  let at: Date
  let dueBackAt: Date?
  /// Whether it has taken effect at the instant that is told of.
  let hasHappened: Bool

  var planned: EpisodeRecord.PlannedMove { EpisodeRecord.PlannedMove(id: id, event: event, to: to, at: at) }

  /// The moves of an episode in the order in which they take effect; empty where the caller may not see them.
  static func all(_ row: Row) throws -> [LedgerMove] {
    guard let ids: [Move.ID] = try row["move_ids"] else { return [] }
    let events: [MoveEvent] = try row["events"]
    let states: [StageState] = try row["states"]
    let times: [Date] = try row["times"]
    let dueBack: [Date?] = try row["due_back"]
    let happened: [Bool] = try row["happened"]
    return ids.indices.map {
      LedgerMove(
        id: ids[$0], event: events[$0], to: states[$0], at: times[$0], dueBackAt: dueBack[$0],
        hasHappened: happened[$0])
    }
  }
}
