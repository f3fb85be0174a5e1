import Clinic
import Foundation
import Postgres

/// Queries about intakes.
package enum Intakes {
  /// Whether somebody is pregnant at a time, by the newest intake before it that tells and that is 42 weeks old at most.
  static func saysPregnant(_ patient: Patient.ID, at time: Date) -> Query<Bool> {
    .one(
      """
      SELECT coalesce((
        SELECT i.pregnant AND i.at > \(time)::timestamptz - interval '42 weeks'
        FROM clinic.intake AS i
        WHERE i.organization_id = (SELECT access.organization()) AND i.patient_id = \(patient)
          AND i.at <= \(time)::timestamptz + interval '1 day' AND i.pregnant IS NOT NULL
        ORDER BY i.at DESC
        LIMIT 1), false) AS pregnant
      """
    ) { try $0["pregnant"] }
  }

  /// The latest intake of a person without its substances and diagnoses; nil when there is none.
  package static func latest(of patient: Patient.ID) -> Query<Intake?> {
    .first(
      """
      SELECT id, patient_id, facility_id, enquiry_id, at, first_contact_at, notes, \(circumstances)
      FROM clinic.intake
      WHERE organization_id = access.organization() AND \(openChart(of: patient))
      ORDER BY at DESC, id DESC
      LIMIT 1
      """
    ) { row in
      Intake(
        id: try row["id"], patientID: try row["patient_id"], facilityID: try row["facility_id"],
        enquiryID: try row["enquiry_id"], at: try row["at"], firstContactAt: try row["first_contact_at"],
        circumstances: try Dictionary(
          uniqueKeysWithValues: Circumstance.allCases.compactMap { circumstance in
            try row.recordedIfAsked(circumstance.rawValue).map { (circumstance, $0) }
          }),
        notes: try row["notes"])
    }
  }

  /// The substances of the latest intake of a person, the main one first.
  package static func substances(of patient: Patient.ID) -> Query<[SubstanceUse]> {
    .all(
      """
      SELECT id, rank, substance, substance_missing, detailed_drug, detailed_drug_missing, route, route_missing,
        frequency, frequency_missing, age_at_first_use, age_at_first_use_missing, form, form_missing, dose, dose_missing,
        last_use, last_use_missing, origin, origin_missing
      FROM clinic.substance_use
      WHERE organization_id = access.organization() AND \(openChart(of: patient)) AND known_to = 'infinity'
        AND intake_id = (
          SELECT id FROM clinic.intake
          WHERE organization_id = access.organization() AND patient_id = \(patient)
          ORDER BY at DESC, id DESC
          LIMIT 1)
      ORDER BY rank
      """, SubstanceUse.init(row:))
  }

  private static let circumstances = SQL(
    unsafe: Circumstance.allCases.map { circumstance in
      let name = circumstance.rawValue
      let value = circumstance.isYesOrNo ? "\(name)::integer::smallint AS \(name)" : name
      return "\(value), \(name)_missing"
    }.joined(separator: ", "))
}

extension Circumstance {
  /// Whether the column is a boolean and not a number.
  var isYesOrNo: Bool { self == .pregnant || self == .veteran || self == .psychiatricProblem }
}

extension SubstanceUse {
  fileprivate init(row: Row) throws {
    // A fact that nobody asked about is stored as two nulls and read as not collected.
    func told<Value: PostgresDecodable>(_ column: String) throws -> Recorded<Value> {
      try row.recordedIfAsked(column) ?? .missing(.notCollected)
    }
    self.init(
      id: try row["id"], rank: try row["rank"], substance: try row.recorded("substance"),
      detailedDrug: try told("detailed_drug"), route: try told("route"), frequency: try told("frequency"),
      ageAtFirstUse: try told("age_at_first_use"),
      form: try told("form"), dose: try told("dose"), lastUse: try told("last_use"),
      origin: try told("origin"))
  }
}
