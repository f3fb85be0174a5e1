import Clinic
import Foundation
import Postgres

/// One bed on the board: who or what is in it at the instant shown.
package struct BoardPlace: Sendable, Hashable {
  package let bed: BedRecord
  package let patientID: Patient.ID?
  /// The name as staff say it: preferred or given name, then family name.
  package let patientName: String?
  package let episodeID: Episode.ID?
  /// The call for whose caller the bed is kept.
  package let enquiryID: Enquiry.ID?
  /// Why the bed is blocked.
  package let cause: BlockCause?
  /// Whether the chart of whoever is in it is closed to the caller; then nothing says who it is.
  package let isRestricted: Bool
  /// The stage of the stay, which may differ from the unit's.
  package let stage: Stage?
  package let level: LevelOfCare?
  /// Days since the stage began, the first day being 1; a day is one of the facility.
  package let stageDay: Int32?
  /// Since when it has been so.
  package let since: Date?
  /// When whoever is in it is expected to leave: by a planned move, or by what is planned for the end of the stay.
  ///
  /// Nil when nobody has said.
  package let expectedEnd: Date?
  package let flags: [BoardFlag]
}

/// What a glance at the board should find.
package enum BoardFlag: String, CaseIterable, Hashable, Sendable, Codable {
  /// A hold, or the wait for an arrival, ends within two hours.
  case holdExpiring = "hold_expiring"
  case onLeave = "on_leave"
  /// Whoever is in it is none of those for whom the unit is kept.
  case unitKind = "unit_kind"
  /// Whoever is in it is in another stage than the unit is for.
  case unitStage = "unit_stage"
  /// Somebody is due now, or within a day.
  case arrival
  case blocked
}

extension BoardPlace {
  init(row: Row, at instant: Date) throws {
    let edition: LevelOfCare.Edition? = try row["level_edition"]
    let code: String? = try row["level_code"]
    let name: String = try row["patient_name"]
    let bed = try BedRecord(row: row)
    let age: Int32? = try row["age"]
    let stage: Stage? = try row["stay_stage"]
    let isLived = bed.occupation == .stay || bed.occupation == .leave
    self.init(
      bed: bed, patientID: try row["patient_id"], patientName: name.isEmpty ? nil : name,
      episodeID: try row["episode_id"], enquiryID: try row["enquiry_id"], cause: try row["cause"],
      isRestricted: try row["is_restricted"], stage: stage,
      level: zip(edition, code).map { LevelOfCare(edition: $0, code: $1) },
      stageDay: try row["stage_day"], since: try row["since"],
      expectedEnd: isLived ? try bed.until ?? row["expected_end"] : nil,
      flags: BoardFlag.all(
        bed, stage: stage, sex: try row["sex"], age: age.map { Int($0) }, next: try row["next_kind"],
        from: try row["next_from"], at: instant))
  }
}

extension BoardFlag {
  static func all(
    _ bed: BedRecord, stage: Stage?, sex: Sex?, age: Int?, next: String?, from start: Date?, at instant: Date
  ) -> [BoardFlag] {
    let isKept = bed.occupation == .hold || bed.occupation == .planned
    let isExpiring = isKept && bed.until.map { $0.timeIntervalSince(instant) <= 2 * 3_600 } ?? false
    let isDue = next == "planned" && start.map { $0.timeIntervalSince(instant) <= 86_400 } ?? false
    return allCases.filter { flag in
      switch flag {
      case .holdExpiring: isExpiring
      case .onLeave: bed.occupation == .leave
      case .unitKind: bed.exclusiveTo?.admits(sex: sex, age: age) == false
      case .unitStage: stage.map { $0 != bed.stage } ?? false
      case .arrival: bed.occupation == .planned || isDue
      case .blocked: bed.occupation == .blocked
      }
    }
  }
}

/// Both values, or nil when one is missing.
func zip<First, Second>(_ first: First?, _ second: Second?) -> (First, Second)? {
  guard let first, let second else { return nil }
  return (first, second)
}
