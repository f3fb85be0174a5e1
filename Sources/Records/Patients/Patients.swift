import Clinic
import Foundation
import Postgres

/// What is known of a person, for lists and the head of a chart.
package struct PatientRecord: Sendable, Hashable {
  package let id: Patient.ID
  /// Grows with every change; its text is the entity tag.
  package let version: Int32
  /// Nil when the name is not known, as in imported records.
  package let givenName: String?
  package let familyName: String?
  package let preferredName: String?
  package let birthDate: Recorded<Day>
  package let sex: Recorded<Sex>
  package let recordedAt: Date
}

/// Another system's number for the person, or a way to reach them.
package struct PatientDetail: Sendable, Hashable {
  package enum Kind: String, Sendable, CaseIterable { case number, phone, email, address, person }
  package let kind: Kind
  /// For a number, the system that gave it.
  package let system: String?
  package let value: String
  /// Whether it is safe to call or write there; nil for a number.
  package let safeToContact: Recorded<Bool>?
}

/// Queries about patients.
package enum Patients {
  static let columns: SQL = """
    patient.id, patient.version, patient.recorded_at, d.given_name, d.family_name, d.preferred_name,
      d.birth_date, d.birth_date_missing, d.sex, d.sex_missing
    """

  /// The current record of one person; nil when there is none that the caller may see.
  package static func find(_ id: Patient.ID) -> Query<PatientRecord?> {
    .first(
      """
      SELECT \(columns)
      FROM clinic.patient
      JOIN clinic.demographics AS d ON d.organization_id = patient.organization_id AND d.patient_id = patient.id
      WHERE patient.organization_id = access.organization() AND \(openChart("patient.id", of: id))
        AND d.known_to = 'infinity'
      """, PatientRecord.init(row:))
  }

  /// Whether there is such a person for the caller, and no more.
  package static func exists(_ id: Patient.ID) -> Query<Bool> {
    .one(
      """
      SELECT EXISTS (
        SELECT FROM clinic.patient WHERE organization_id = access.organization() AND id = \(id))
      """
    ) { try $0[0] }
  }

  /// Numbers and contacts of one person, in the order in which they were told.
  package static func details(of id: Patient.ID) -> Query<[PatientDetail]> {
    .all(
      """
      SELECT 'number' AS kind, system, value, NULL AS safe, NULL AS safe_missing
      FROM clinic.patient_identifier
      WHERE organization_id = access.organization() AND \(openChart(of: id)) AND known_to = 'infinity'
      UNION ALL
      SELECT kind, NULL, value, safe_to_contact, safe_to_contact_missing
      FROM clinic.patient_contact
      WHERE organization_id = access.organization() AND \(openChart(of: id)) AND known_to = 'infinity'
      """
    ) { row in
      let kind: PatientDetail.Kind = try row["kind"]
      return PatientDetail(
        kind: kind, system: try row["system"], value: try row["value"],
        safeToContact: kind == .number ? nil : try row.recorded("safe"))
    }
  }
}

extension PatientDetail.Kind: PostgresDecodable {}

extension PatientRecord {
  init(row: Row) throws {
    self.init(
      id: try row["id"], version: try row["version"], givenName: try row["given_name"],
      familyName: try row["family_name"], preferredName: try row["preferred_name"],
      birthDate: try row.recorded("birth_date"), sex: try row.recorded("sex"),
      recordedAt: try row["recorded_at"])
  }
}

extension Patients {
  /// The person whose medical record has that number; nil when nobody's has.
  package static func numbered(_ number: String) -> Query<Patient.ID?> {
    .first(
      """
      SELECT patient_id FROM clinic.patient_identifier
      WHERE organization_id = access.organization() AND known_to = 'infinity' AND system = 'mrn'
        AND value = upper(\(number))
      """
    ) { try $0["patient_id"] }
  }
}
