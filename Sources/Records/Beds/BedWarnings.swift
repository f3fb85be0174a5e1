import Clinic
import Foundation
import Postgres

extension Records {
  /// What staff should know before they put somebody into a bed; empty when nothing speaks against it.
  ///
  /// Of a person whom the caller may not see, nothing is said.
  package func warnings(
    of bed: Bed.ID, for patient: Patient.ID?, stage: Stage? = nil, as caller: Caller
  ) async throws -> [BedWarning] {
    guard let patient else { return [] }
    let found = try await run(
      as: caller, Action("bed.warnings", needs: .bedRead, patients: [patient], subject: bed.rawValue),
      Beds.warnings(of: bed, for: "\(patient)", stage: stage, at: clock()))
    return found
  }
}

extension Beds {
  /// The same as a part of a unit.
  ///
  /// `patient` says who it is, and `stage` into which stage they come, where that is not the one in which they are.
  /// Without a bed there is nothing to say.
  static func warnings(
    of bed: Bed.ID?, for patient: SQL, stage: Stage? = nil, at now: Date
  ) -> Query<[BedWarning]> {
    Query<[BedWarning]?>.first(
      """
      SELECT u.name AS unit, u.exclusive_to, u.stage::text AS unit_stage, d.sex,
        extract(year FROM age((\(now) AT TIME ZONE f.time_zone)::date, d.birth_date))::int AS age,
        coalesce(\(stage?.rawValue), (
          SELECT s.stage::text FROM clinic.stay_fact AS s
          JOIN clinic.episode AS e ON e.organization_id = s.organization_id AND e.id = s.episode_id
          WHERE e.organization_id = d.organization_id AND e.patient_id = d.patient_id AND s.known_to = 'infinity'
            AND upper_inf(s.valid)
          LIMIT 1)) AS stage
      FROM clinic.bed AS b
      JOIN clinic.unit AS u ON u.organization_id = b.organization_id AND u.id = b.unit_id
      JOIN clinic.facility AS f ON f.organization_id = b.organization_id AND f.id = b.facility_id
      JOIN clinic.demographics AS d ON d.organization_id = b.organization_id AND d.patient_id = (\(patient))
        AND d.known_to = 'infinity'
      WHERE b.organization_id = (SELECT access.organization()) AND b.id = \(bed)
      """
    ) { row in
      let age: Int32? = try row["age"]
      return BedWarning.all(
        unit: try row["unit"], exclusiveTo: try row["exclusive_to"], unitStage: try row["unit_stage"],
        sex: try row["sex"], age: age.map { Int($0) }, stage: try row["stage"])
    }.map { $0 ?? [] }
  }
}
