import Clinic
import Foundation
import Postgres

/// A check of somebody who is in treatment, with where the person is.
package struct DueLine: Sendable, Hashable {
  package let monitoringID: MonitoringRecord.ID
  package let episodeID: Episode.ID
  package let patientID: Patient.ID
  package let facilityID: Facility.ID
  package let patientName: String
  /// Nil for somebody without a bed.
  package let unit: String?
  package let bed: String?
  package let protocolName: String
  package let check: String
  package let title: String
  package let dueAt: Date?
  package let lateAt: Date?
  /// Minutes between two checks now, and before that changed last.
  package let minutes: Int32?
  package let minutesBefore: Int32?
  package let changedAt: Date
  package let lastAt: Date?
  package let lastOutcome: CheckOutcome?
  package let lastScore: Int16?
  package let raised: Raised?

  /// What somebody is to be told of.
  package struct Raised: Sendable, Hashable {
    package let at: Date
    package let tell: String
    package let then: String
    package let score: Int16?
    package let answerBy: Date
    package let answeredAt: Date?
  }

  package func isLate(at now: Date) -> Bool { lateAt.map { $0 < now } ?? false }
}

extension DueLine {
  init(row: Row) throws {
    let raisedAt: Date? = try row["raised_at"]
    self.init(
      monitoringID: try row["monitoring_id"], episodeID: try row["episode_id"],
      patientID: try row["patient_id"],
      facilityID: try row["facility_id"], patientName: try row["patient_name"], unit: try row["unit"],
      bed: try row["bed"], protocolName: try row["protocol"], check: try row["check_name"],
      title: try row["title"], dueAt: try row["due_at"], lateAt: try row["late_at"],
      minutes: try row["minutes"], minutesBefore: try row["minutes_before"], changedAt: try row["changed_at"],
      lastAt: try row["last_at"], lastOutcome: try row["last_outcome"], lastScore: try row["last_score"],
      raised: try raisedAt.map {
        Raised(
          at: $0, tell: try row["raised_tell"], then: try row["raised_then"], score: try row["raised_score"],
          answerBy: try row["answer_by"], answeredAt: try row["answered_at"])
      })
  }
}
