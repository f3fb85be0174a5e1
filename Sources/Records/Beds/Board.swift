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
  /// Whether the chart of whoever is in it is closed to the caller; then nothing says who it is.
  package let isRestricted: Bool
  /// The stage of the stay, which may differ from the unit's.
  package let stage: Stage?
  package let level: LevelOfCare?
  /// Days since the stage began, the first day being 1; a day is one of the facility.
  package let stageDay: Int32?
  /// Since when it has been so.
  package let since: Date?
}

/// The board for any instant, past or planned.
package enum Board {
  /// Every bed in use at `instant` and what stood in it, of one facility or of all that the caller works in.
  ///
  /// With `knownAt` as it was known then, before later entries and corrections; otherwise as it is known now.
  package static func at(_ instant: Date, knownAt: Date?, facility: Facility.ID?) -> PatientList<BoardPlace> {
    let known: (SQL) -> SQL = { fact in
      guard let knownAt else { return "\(fact).known_to = 'infinity'" }
      return "\(fact).known_from <= \(knownAt) AND \(fact).known_to > \(knownAt)"
    }
    return PatientList(
      """
      SELECT b.id, b.label, u.id AS unit_id, u.name AS unit, u.stage::text AS stage, f.id AS facility_id,
        f.slug AS facility, coalesce(o.kind, closed.kind) AS kind,
        upper(coalesce(o.valid, closed.valid)) AS until,
        o.patient_id, o.episode_id, closed.bed_id IS NOT NULL AS is_restricted,
        lower(coalesce(o.valid, closed.valid)) AS since,
        concat_ws(' ', coalesce(d.preferred_name, d.given_name), d.family_name) AS patient_name,
        s.stage::text AS stay_stage, s.level_edition, s.level_code,
        ((\(instant) AT TIME ZONE f.time_zone)::date - (lower(s.valid) AT TIME ZONE f.time_zone)::date) + 1 AS stage_day
      FROM clinic.bed AS b
      JOIN clinic.unit AS u ON u.organization_id = b.organization_id AND u.id = b.unit_id
      JOIN clinic.facility AS f ON f.organization_id = b.organization_id AND f.id = b.facility_id
      LEFT JOIN clinic.occupation AS o ON o.organization_id = b.organization_id AND o.bed_id = b.id
        AND o.valid @> \(instant) AND \(known("o"))
      LEFT JOIN access.closed_occupations(tstzrange(\(instant), \(instant), '[]'), \(knownAt)) AS closed
        ON closed.organization_id = b.organization_id AND closed.bed_id = b.id
      LEFT JOIN clinic.stay_fact AS s ON s.organization_id = b.organization_id AND s.stay_id = o.stay_id
        AND \(known("s"))
      LEFT JOIN clinic.demographics AS d ON d.organization_id = b.organization_id AND d.patient_id = o.patient_id
        AND d.known_to = 'infinity'
      WHERE b.organization_id = (SELECT access.organization()) AND b.in_use @> \(instant)
        AND b.facility_id = coalesce(\(facility), b.facility_id)
      ORDER BY f.name, u.name, b.label
      """, patient: "patient_id", BoardPlace.init(row:))
  }

  /// How many beds stand how at `instant`, where the caller works; it says nothing of who is in them.
  package static func census(at instant: Date) -> Query<Census> {
    at(instant, knownAt: nil, facility: nil).told { Census($0) }
  }
}

extension BoardPlace {
  init(row: Row) throws {
    let edition: LevelOfCare.Edition? = try row["level_edition"]
    let code: String? = try row["level_code"]
    let patient: Patient.ID? = try row["patient_id"]
    let name: String = try row["patient_name"]
    self.init(
      bed: BedRecord(
        id: try row["id"], label: try row["label"], unitID: try row["unit_id"], unit: try row["unit"],
        stage: try row["stage"], facilityID: try row["facility_id"], facility: try row["facility"],
        occupation: try row["kind"], until: try row["until"]),
      patientID: patient, patientName: name.isEmpty ? nil : name, episodeID: try row["episode_id"],
      isRestricted: try row["is_restricted"], stage: try row["stay_stage"],
      level: zip(edition, code).map { LevelOfCare(edition: $0, code: $1) },
      stageDay: try row["stage_day"], since: try row["since"])
  }
}

/// Both values, or nil when one is missing.
func zip<First, Second>(_ first: First?, _ second: Second?) -> (First, Second)? {
  guard let first, let second else { return nil }
  return (first, second)
}

/// How many beds stand how, counted from the places themselves, so that the parts always add up to the beds.
package struct Census: Sendable, Hashable {
  package let beds: Int
  package let free: Int
  package let occupied: [OccupationKind: Int]

  package init(_ places: [BoardPlace]) {
    beds = places.count
    free = places.count { $0.bed.occupation == nil }
    occupied = Dictionary(grouping: places.compactMap(\.bed.occupation), by: \.self).mapValues(\.count)
  }
}
