import Clinic
import Foundation

/// A stay before and after a correction, for the preview and the answer.
package struct StayShift: Sendable, Hashable {
  package let stayID: Stay.ID
  package let stage: Stage
  /// Nil when the stay is new.
  package let before: Interval?
  /// Nil when the stay never was.
  package let after: Interval?
  package let endReason: DischargeReason?
  package let level: LevelOfCare?
}

/// A bed before and after a correction.
package struct BedShift: Sendable, Hashable {
  package let bedID: Bed.ID
  package let label: String
  package let kind: OccupationKind
  /// Nil when it is taken only after the correction.
  package let before: Interval?
  /// Nil when it is not taken any more.
  package let after: Interval?
}

/// A day of a facility on which the person counts, or no longer does.
///
/// Counted is who has a bed at the midnight that ends the day, on leave or not.
package struct CensusShift: Sendable, Hashable {
  package let day: Day
  /// One more, or one fewer.
  package let change: Int
}

/// What reports say of an episode.
package struct EpisodeFigures: Sendable, Hashable {
  /// Nil when the episode never was.
  package let lengthOfStay: LengthsOfStay?
  /// Days from admission until the episode ended, or until now.
  package let retentionDays: Int?
  package let dischargeReason: DischargeReason?
  /// How many of its stays ended how.
  package let stayReasons: [DischargeReason: Int]
}

/// A record that belongs to a time of the episode, and in which stay it falls before and after.
package struct DocumentShift: Sendable, Hashable {
  package let document: EpisodeDocument
  package let before: Stay.ID?
  package let after: Stay.ID?
}

/// Something that stands in the way of a correction.
package struct CorrectionConflict: Refusal, Hashable {
  package let code: String
  package let message: String
  package let field: String?
  package let value: String?
  package let remedy: String
  package var kind: RefusalKind { .conflict }
}

/// What a correction changes, or would change.
package struct CorrectionOutcome: Sendable, Hashable {
  package let episodeID: Episode.ID
  package let patientID: Patient.ID
  /// Where the episode then stands.
  package let state: StageState
  /// Whether nothing is left of the episode: it was entered in error as a whole.
  package let isVoid: Bool
  package let shifts: [StayShift]
  package let beds: [BedShift]
  package let census: [CensusShift]
  package let before: EpisodeFigures
  package let after: EpisodeFigures
  package let documents: [DocumentShift]
  /// What has to be settled in the same correction before it can be made.
  package let conflicts: [CorrectionConflict]
  package let version: Int32
}

/// Everything that stands in the way of a correction, told at once.
package struct CorrectionConflicts: Refusals, Hashable {
  package let all: [CorrectionConflict]

  package var parts: [any Refusal] { all }
  package var code: String { all.count == 1 ? all[0].code : "correction-conflicts" }
  package var message: String { all.map(\.message).joined(separator: " ") }
  package var field: String? { all.count == 1 ? all[0].field : nil }
  package var value: String? { all.count == 1 ? all[0].value : nil }
  package var remedy: String { all.map(\.remedy).joined(separator: " ") }
  package var kind: RefusalKind { .conflict }
  package var summary: String { "\(all.count) things stand in the way of the correction." }
  package var advice: String { "Settle each of them in the same correction; a preview lists what is left." }

  init?(_ all: [CorrectionConflict]) {
    if all.isEmpty { return nil }
    self.all = all
  }
}
