import Clinic
import Foundation
import Postgres

/// All that was measured, scored and said in an episode, and the protocols that run for the person.
package struct FlowsheetRecord: Sendable, Hashable {
  package let episodeID: Episode.ID
  package let patientID: Patient.ID
  package let facilityID: Facility.ID
  package let admittedAt: Date
  /// When the episode ends, or is planned to; nil while nobody knows.
  package let endsAt: Date?
  /// The IANA name of the facility's time zone.
  package let timeZone: String
  /// The first day on which NEWS2 is for the person; nil where the day of birth is not known.
  package let scoredFrom: Day?
  /// While the person is pregnant, by the newest intake that tells; nil where none says so.
  package let pregnancy: Range<Date>?
  /// Grows with everything that is written; 0 where nothing was yet.
  package let version: Int32
  /// Sets of signs in order of time.
  package internal(set) var vitals: [VitalsRecord] = []
  /// Scores in order of time.
  package internal(set) var scores: [ScoreRecord] = []
  /// What was said of checks, in order of time.
  package internal(set) var words: [CheckWordRecord] = []
  /// What was given, held and refused, in order of time.
  package internal(set) var doses: [DoseLine] = []
  /// The protocols that run or ran, in the order in which they began.
  package internal(set) var monitorings: [MonitoringRecord] = []

  /// What counts for the protocols.
  package var observations: [Observation] {
    vitals.map(\.observation) + scores.map(\.observation)
  }

  /// What follows for one protocol.
  package func plan(of monitoring: MonitoringRecord) -> MonitoringPlan {
    plan(of: monitoring, until: [monitoring.stoppedAt, endsAt].compactMap(\.self).min())
  }

  /// What would follow for one protocol if the episode went on.
  package func openPlan(of monitoring: MonitoringRecord) -> MonitoringPlan {
    plan(of: monitoring, until: monitoring.stoppedAt)
  }

  private func plan(of monitoring: MonitoringRecord, until end: Date?) -> MonitoringPlan {
    let said = words.filter { $0.monitoringID == monitoring.id }.map(\.observation)
    return monitoring.definition.plan(
      MonitoringCourse(
        countedFrom: monitoring.countedFrom, startedAt: monitoring.startedAt,
        endsAt: end),
      observations + said)
  }

  /// Refuses a time at which the person was not in this episode; a day before the admission is near enough.
  func checkTime(_ time: Date, now: Date) throws {
    if time > now {
      throw InvalidValue(
        "date-in-future", field: "at", problem: "is in the future",
        remedy: "Give the time at which it happened.")
    }
    guard time >= admittedAt.addingTimeInterval(-86_400), endsAt.map({ time < $0 }) ?? true else {
      throw InvalidValue(
        "outside-episode", field: "at", problem: "is not within the episode",
        remedy: "Give a time between admission and discharge, or name the episode in which it was.")
    }
  }
}

/// A set of signs as it was recorded, by whom.
package struct VitalsRecord: Sendable, Hashable {
  package let vitals: Vitals
  /// Nil where a sign is missing, and for somebody for whom the score is not made.
  package let news2: News2?
  /// Why the score is not made for the person; nil where it is.
  package var unscored: News2.Unscored?
  /// Nil in the answer to a write: whoever wrote it.
  package let recordedBy: Staff.ID?
  package let recordedAt: Date
  /// The row, which a correction replaces.
  let row: UUID

  var observation: Observation {
    Observation(id: vitals.id.rawValue, at: vitals.at, .vitals(vitals.readings, news2))
  }
}

/// A score of an instrument.
package struct ScoreRecord: Sendable, Hashable {
  package let id: Screening.ID
  package let instrument: String
  package let version: String
  package let at: Date
  package let total: Int?
  package let atLeast: Int?
  package let band: String?
  package let flags: [String]

  package init(
    id: Screening.ID, instrument: String, version: String, at: Date, total: Int?, atLeast: Int?,
    band: String?,
    flags: [String]
  ) {
    self.id = id
    self.instrument = instrument
    self.version = version
    self.at = at
    self.total = total
    self.atLeast = atLeast
    self.band = band
    self.flags = flags
  }

  var observation: Observation {
    Observation(
      id: id.rawValue, at: at,
      .score(
        instrument: instrument, total: total, atLeast: atLeast,
        results: Set(flags + [band?.lowercased()].compactMap(\.self))))
  }
}

/// A dose as the flowsheet shows it beside signs and scores.
package struct DoseLine: Sendable, Hashable {
  package let id: UUID
  package let drug: String
  package let at: Date
  /// Nil where nothing was given.
  package let amount: Decimal?
  package let unit: String
  /// given, held or refused.
  package let outcome: String

  /// As `diazepam 10 mg`.
  package var words: String {
    outcome == "given" ? "\(drug) \(amount.map { "\($0) " } ?? "")\(unit)" : "\(drug) \(outcome)"
  }
}

/// What was said of a check, by whom.
package struct CheckWordRecord: Sendable, Hashable {
  package let id: UUID
  package let monitoringID: MonitoringRecord.ID
  package let check: String
  package let word: CheckWord
  package let at: Date
  package let reason: Line?
  /// Nil in the answer to a write: whoever wrote it.
  package let recordedBy: Staff.ID?

  var observation: Observation { Observation(id: id, at: at, .said(check: check, word)) }
}

/// A protocol that runs for a person.
package struct MonitoringRecord: Sendable, Hashable, Identifiable {
  package typealias ID = Identifier<MonitoringRecord>

  package let id: ID
  package let definition: MonitoringProtocol
  package let countedFrom: Date
  package let startedAt: Date
  /// When it was stopped; nil while it runs, or ended by itself.
  package internal(set) var stoppedAt: Date?
  package internal(set) var reason: Line?
}
