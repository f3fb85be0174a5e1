import Clinic
import Foundation
import Postgres

/// What the board of data quality looks for.
package enum QualityPurpose: String, CaseIterable, Hashable, Sendable, Codable {
  /// Nobody wrote down what should be known of an episode.
  case missing
  /// It was written down days after it happened.
  case late
  /// Two things cannot both be true.
  case contradictory
  /// A stay goes on in which nothing has happened for days.
  case idle
}

/// What is looked at: the episodes that went on in a time, and from when on something is late or idle.
package struct QualityScope: Hashable, Sendable {
  /// Nil for all that the caller works in.
  package var facility: Facility.ID?
  package let from: Date
  package let to: Date
  /// After how many days what is written down is late.
  package var lateAfter: Int32
  /// After how many days without anything a stay is idle.
  package var idleAfter: Int32

  package init(
    facility: Facility.ID? = nil, from: Date, to: Date, lateAfter: Int32 = 3, idleAfter: Int32 = 7
  ) {
    self.facility = facility
    self.from = from
    self.to = to
    self.lateAfter = lateAfter
    self.idleAfter = idleAfter
  }
}

/// How many items of each purpose one member of staff has in one facility.
package struct QualityCount: Hashable, Sendable {
  package let facilityID: Facility.ID
  /// The handle of whoever wrote it down; nil where that is not known.
  package let staff: String?
  package let counts: [QualityPurpose: Int64]

  package subscript(_ purpose: QualityPurpose) -> Int64 { counts[purpose, default: 0] }
}

/// One thing to be seen to.
package struct QualityItem: Hashable, Sendable {
  package let purpose: QualityPurpose
  /// What is missing, which move was late, which edit rule is broken, or how long nothing happened.
  package let what: String
  package let patientID: Patient.ID
  package let episodeID: Episode.ID
  package let facilityID: Facility.ID
  package let at: Date
  package let staff: String?
}
