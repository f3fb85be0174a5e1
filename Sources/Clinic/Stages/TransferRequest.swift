import Foundation

/// One facility asks another to take somebody over; until somebody there accepts, nothing moves.
package struct TransferRequest: Identifiable, Hashable, Sendable {
  package typealias ID = Identifier<TransferRequest>

  package let id: ID
  package let episodeID: Episode.ID
  package let patientID: Patient.ID
  /// The facility that asks.
  package let fromFacilityID: Facility.ID
  /// The facility that is asked.
  package let facilityID: Facility.ID
  /// The stage to begin with there.
  package let stage: Stage
  /// Who is to answer; whoever may there when nil.
  package let askedOf: Staff.ID?
  package let reason: Note

  package init(
    id: ID, episodeID: Episode.ID, patientID: Patient.ID, fromFacilityID: Facility.ID,
    facilityID: Facility.ID,
    stage: Stage, askedOf: Staff.ID? = nil, reason: Note
  ) {
    self.id = id
    self.episodeID = episodeID
    self.patientID = patientID
    self.fromFacilityID = fromFacilityID
    self.facilityID = facilityID
    self.stage = stage
    self.askedOf = askedOf
    self.reason = reason
  }

  /// What became of it.
  package enum State: String, CaseIterable, Hashable, Sendable, Codable {
    case open, accepted, declined, withdrawn
  }
}
