import Clinic
import Foundation
import Postgres

/// Queries about allergies.
package enum AllergyList {
  /// What is known of the allergies of a person.
  package static func of(_ patient: Patient.ID) -> Query<Allergies> {
    Query<[AllergyRow?]>.all(
      """
      SELECT id, kind, substance, code, reaction
      FROM clinic.allergy
      WHERE organization_id = (SELECT access.organization()) AND patient_id = \(patient) AND known_to = 'infinity'
      ORDER BY lower(substance)
      """, AllergyRow.init(row:)
    ).map(Allergies.init(rows:))
  }

  /// The same beside what the unit is about; nil where the caller may not read it at that instant.
  static func of(_ patient: Patient.ID, ifHeldAt instant: Date) -> Query<Allergies?> {
    Query<[(isHeld: Bool, row: AllergyRow?)]>.all(
      """
      SELECT may.is_held, a.id, a.kind, a.substance, a.code, a.reaction
      FROM (SELECT access.holds(\(Permission.medicationRead.rawValue), \(patient), \(instant)) AS is_held) AS may
      LEFT JOIN clinic.allergy AS a
        ON may.is_held AND a.organization_id = access.organization() AND \(openChart("a.patient_id", of: patient))
          AND a.known_to = 'infinity'
      ORDER BY lower(a.substance)
      """
    ) { (try $0["is_held"], try AllergyRow(row: $0)) }.map { found in
      found.first?.isHeld == true ? Allergies(rows: found.map(\.row)) : nil
    }
  }
}

/// An allergy, or that there is none or that nobody could say.
private struct AllergyRow {
  let kind: String
  let allergy: Allergy?

  /// Nil where there is no row beside what it was joined to.
  init?(row: Row) throws {
    guard let kind: String = try row["kind"] else { return nil }
    let substance: Line? = try row["substance"]
    self.kind = kind
    allergy = try substance.map {
      Allergy(id: try row["id"], substance: $0, code: try row["code"], reaction: try row["reaction"])
    }
  }
}

extension Allergies {
  fileprivate init(rows: [AllergyRow?]) {
    let rows = rows.compactMap(\.self)
    self =
      switch rows.first?.kind {
      case nil: .notAsked
      case "none_known": .noneKnown
      case "unknown": .unknown
      default: .known(rows.compactMap(\.allergy))
      }
  }
}
