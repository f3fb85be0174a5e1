import Clinic
import Foundation
import Postgres

/// An episode as it stands, with its stays and the bed that the person has.
package struct EpisodeRecord: Sendable, Hashable {
  package let episode: Episode
  /// Grows with every move and correction; its text is the entity tag.
  package let version: Int32
  package let intakeID: Intake.ID?
  /// Why it ended; nil while it goes on.
  package let dischargeReason: DischargeReason?
  package let bed: BedPlace?

  /// The bed of the stay that goes on.
  package struct BedPlace: Sendable, Hashable {
    package let id: Bed.ID
    package let label: String
    package let unit: String
  }
}

/// Queries about episodes.
package enum Episodes {
  /// One episode; nil when there is none that the caller may see.
  package static func find(_ id: Episode.ID) -> Query<EpisodeRecord?> {
    .first(select("f.episode_id = \(id)"), EpisodeRecord.init(row:))
  }

  /// All episodes of a person, the latest first.
  package static func of(_ patient: Patient.ID) -> Query<[EpisodeRecord]> {
    .all(select("f.patient_id = \(patient)"), EpisodeRecord.init(row:))
  }

  private static func select(_ condition: SQL) -> SQL {
    """
    SELECT e.id, e.version, f.patient_id, f.facility_id, f.intake_id, f.readmission_of, f.discharge_reason,
      stay.ids, stay.stages, stay.editions, stay.codes, stay.services, stay.starts, stay.ends, stay.reasons,
      moved.to_state, moved.effective_at, bed.id AS bed_id, bed.label AS bed_label, bed.unit AS bed_unit
    FROM clinic.episode_fact AS f
    JOIN clinic.episode AS e ON e.organization_id = f.organization_id AND e.id = f.episode_id
    CROSS JOIN LATERAL (
      SELECT array_agg(s.stay_id ORDER BY s.valid) AS ids, array_agg(s.stage::text ORDER BY s.valid) AS stages,
        array_agg(s.level_edition ORDER BY s.valid) AS editions, array_agg(s.level_code ORDER BY s.valid) AS codes,
        array_agg(s.service::smallint ORDER BY s.valid) AS services,
        array_agg(lower(s.valid) ORDER BY s.valid) AS starts, array_agg(upper(s.valid) ORDER BY s.valid) AS ends,
        array_agg(s.end_reason::smallint ORDER BY s.valid) AS reasons
      FROM clinic.stay_fact AS s
      WHERE s.organization_id = f.organization_id AND s.episode_id = f.episode_id AND s.known_to = 'infinity'
    ) AS stay
    LEFT JOIN LATERAL (
      SELECT m.to_state, m.effective_at
      FROM clinic.move AS m
      WHERE m.organization_id = f.organization_id AND m.episode_id = f.episode_id AND m.known_to = 'infinity'
      ORDER BY m.sequence DESC
      LIMIT 1
    ) AS moved ON true
    LEFT JOIN LATERAL (
      SELECT b.id, b.label, u.name AS unit
      FROM clinic.occupation AS o
      JOIN clinic.bed AS b ON b.organization_id = o.organization_id AND b.id = o.bed_id
      JOIN clinic.unit AS u ON u.organization_id = b.organization_id AND u.id = b.unit_id
      WHERE o.organization_id = f.organization_id AND o.episode_id = f.episode_id AND o.known_to = 'infinity'
        AND upper_inf(o.valid)
      LIMIT 1
    ) AS bed ON true
    WHERE f.organization_id = access.organization() AND \(condition) AND f.known_to = 'infinity'
    ORDER BY lower(f.valid) DESC
    """
  }
}

extension ServiceSetting: PostgresEncodable, PostgresDecodable {}

extension EpisodeRecord {
  init(row: Row) throws {
    let id: Episode.ID = try row["id"]
    let bedID: Bed.ID? = try row["bed_id"]
    self.init(
      episode: Episode(
        id: id, patientID: try row["patient_id"], facilityID: try row["facility_id"],
        readmissionOf: try row["readmission_of"], state: try row["to_state"] ?? .none,
        stays: try Self.stays(row, of: id), lastMoveAt: try row["effective_at"]),
      version: try row["version"], intakeID: try row["intake_id"],
      dischargeReason: try row["discharge_reason"],
      bed: try bedID.map { BedPlace(id: $0, label: try row["bed_label"], unit: try row["bed_unit"]) })
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
