import Foundation

/// One course of treatment of one person, from admission to the end, through its stages.
package struct Episode: Identifiable, Hashable, Sendable {
  package typealias ID = Identifier<Episode>

  package let id: ID
  package let patientID: Patient.ID
  package let facilityID: Facility.ID
  /// The ended episode after which the person came back, if this is a readmission.
  package let readmissionOf: Episode.ID?
  package var state: StageState
  /// The stays in order of time; at most the last one is open.
  package var stays: [Stay]
  /// When the latest move took effect; nil before the admission.
  package var lastMoveAt: Date?

  package init(
    id: ID, patientID: Patient.ID, facilityID: Facility.ID, readmissionOf: Episode.ID? = nil,
    state: StageState = .none, stays: [Stay] = [], lastMoveAt: Date? = nil
  ) {
    self.id = id
    self.patientID = patientID
    self.facilityID = facilityID
    self.readmissionOf = readmissionOf
    self.state = state
    self.stays = stays
    self.lastMoveAt = lastMoveAt
  }

  /// When the person was admitted; nil before that.
  package var admittedAt: Date? { stays.first?.during.start }
  /// When the episode ended; nil while it goes on.
  package var endedAt: Date? { state == .ended ? stays.last?.during.end : nil }
  /// The stay that goes on, if any.
  package var openStay: Stay? { stays.last.flatMap { $0.during.isOpen ? $0 : nil } }
}

/// A stretch of time in one stage at one level of care.
package struct Stay: Identifiable, Hashable, Sendable {
  package typealias ID = Identifier<Stay>

  package let id: ID
  package let episodeID: Episode.ID
  package let stage: Stage
  package let level: LevelOfCare?
  /// The kind of service as TEDS has it, when it is known.
  package let service: ServiceSetting?
  package let during: Interval
  /// Why it ended, as TEDS has it; nil while it goes on.
  package let endReason: DischargeReason?

  package init(
    id: ID, episodeID: Episode.ID, stage: Stage, level: LevelOfCare? = nil,
    service: ServiceSetting? = nil, during: Interval, endReason: DischargeReason? = nil
  ) {
    self.id = id
    self.episodeID = episodeID
    self.stage = stage
    self.level = level
    self.service = service
    self.during = during
    self.endReason = endReason
  }
}
