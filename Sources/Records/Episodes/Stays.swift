import Clinic
import Foundation
import Postgres

/// A stay with whose it is and where.
package struct StayRecord: Sendable, Hashable {
  package let stay: Stay
  package let patientID: Patient.ID
  package let facilityID: Facility.ID
  /// The clock of the facility.
  package let timeZone: TimeZone
}

/// Queries about stays.
package enum Stays {
  /// One stay; nil when there is none that the caller may see.
  package static func find(_ id: Stay.ID) -> Query<StayRecord?> {
    .first(select("s.stay_id = \(id)"), StayRecord.init(row:))
  }

  /// The stays of an episode, in order of time.
  package static func of(_ episode: Episode.ID) -> Query<[StayRecord]> {
    .all(select("s.episode_id = \(episode)"), StayRecord.init(row:))
  }

  /// The stays of a person over all episodes, in order of time.
  package static func of(_ patient: Patient.ID) -> Query<[StayRecord]> {
    .all(
      select(
        """
        s.episode_id IN (
          SELECT id FROM clinic.episode
          WHERE organization_id = (SELECT access.organization()) AND \(openChart(of: patient)))
        """), StayRecord.init(row:))
  }

  private static func select(_ condition: SQL) -> SQL {
    """
    SELECT \(columns)
    FROM clinic.stay_fact AS s
    JOIN clinic.facility AS f ON f.organization_id = s.organization_id AND f.id = s.facility_id
    WHERE s.organization_id = (SELECT access.organization()) AND \(condition) AND s.known_to = 'infinity'
    ORDER BY lower(s.valid)
    """
  }

  /// What a stay is read from, of `clinic.stay_fact AS s` and `clinic.facility AS f`.
  static let columns: SQL = """
    s.stay_id, s.episode_id, s.patient_id, s.facility_id, f.time_zone, s.stage, s.level_edition,
      s.level_code, s.service, lower(s.valid) AS starts, upper(s.valid) AS ends, s.end_reason
    """
}

extension StayRecord {
  init(row: Row) throws {
    let edition: LevelOfCare.Edition? = try row["level_edition"]
    let code: String? = try row["level_code"]
    self.init(
      stay: Stay(
        id: try row["stay_id"], episodeID: try row["episode_id"], stage: try row["stage"],
        level: zip(edition, code).map { LevelOfCare(edition: $0, code: $1) }, service: try row["service"],
        during: try Interval(start: try row["starts"], end: try row["ends"]), endReason: try row["end_reason"]
      ),
      patientID: try row["patient_id"], facilityID: try row["facility_id"],
      timeZone: TimeZone(identifier: try row["time_zone"]) ?? .gmt)
  }
}
