import Clinic
import Foundation
import Postgres

/// To whom records went under a consent, and when last.
package struct PastRecipient: Sendable, Hashable {
  package let recipient: String
  package let count: Int64
  package let last: Date
}

/// Queries about what was disclosed.
package enum Disclosures {
  /// The accounting for a patient: what was disclosed in the last years, the latest first.
  package static func of(_ patient: Patient.ID, years: Int32, until now: Date) -> Query<[Disclosure]> {
    .all(
      """
      SELECT id, patient_id, basis, consent_id, recipient, affiliation, emergency, authority, categories, purpose,
        notice_version, document_digest, at, disclosed_by
      FROM clinic.disclosure
      WHERE organization_id = (SELECT access.organization()) AND patient_id = \(patient)
        AND at >= \(now)::timestamptz - make_interval(years => \(years)) AND at <= \(now)
      ORDER BY at DESC, id DESC
      """, Disclosure.init(row:))
  }

  /// Who got records under a consent.
  package static func recipients(under consent: Consent.ID) -> Query<[PastRecipient]> {
    .all(
      """
      SELECT recipient, count(*) AS count, max(at) AS last
      FROM clinic.disclosure
      WHERE organization_id = (SELECT access.organization()) AND consent_id = \(consent)
      GROUP BY recipient
      ORDER BY max(at) DESC
      """
    ) { row in
      PastRecipient(recipient: try row["recipient"], count: try row["count"], last: try row["last"])
    }
  }

  static func insert(_ disclosure: Disclosure) -> SQL {
    var (consent, affiliation, nature, authority): (Consent.ID?, Line?, Line?, Line?)
    switch disclosure.basis {
    case .consent(let id): consent = id
    case .emergency(let with, let what): (affiliation, nature) = (with, what)
    case .research(let reference), .audit(let reference), .courtOrder(let reference): authority = reference
    case .patientRequest: break
    }
    return """
      INSERT INTO clinic.disclosure (
        organization_id, id, patient_id, basis, consent_id, recipient, affiliation, emergency, authority, categories,
        purpose, notice_version, document_digest, at, disclosed_by)
      VALUES (
        access.organization(), \(disclosure.id), \(disclosure.patientID), \(disclosure.basis.name), \(consent),
        \(disclosure.recipient), \(affiliation), \(nature), \(authority),
        \(disclosure.categories.map(\.rawValue).sorted())::text[], \(disclosure.purpose), \(disclosure.notice),
        \(disclosure.digest), \(disclosure.at), access.staff_member())
      """
  }
}

extension Disclosure {
  init(row: Row) throws {
    let authority: Line? = try row["authority"]
    let affiliation: Line? = try row["affiliation"]
    let nature: Line? = try row["emergency"]
    let consent: Consent.ID? = try row["consent_id"]
    let word: String = try row["basis"]
    let basis: Release.Basis =
      switch (word, consent, affiliation, nature, authority) {
      case ("consent", let consent?, _, _, _): .consent(consent)
      case ("emergency", _, let affiliation?, let nature?, _):
        .emergency(affiliation: affiliation, nature: nature)
      case ("research", _, _, _, let authority?): .research(authority: authority)
      case ("audit", _, _, _, let authority?): .audit(authority: authority)
      case ("court_order", _, _, _, let authority?): .courtOrder(authority: authority)
      default: .patientRequest
      }
    let categories: [RecordCategory] = try row["categories"]
    self.init(
      id: try row["id"], patientID: try row["patient_id"], recipient: try row["recipient"],
      purpose: try row["purpose"], categories: Set(categories), basis: basis,
      notice: try row["notice_version"], digest: try row["document_digest"], at: try row["at"],
      by: try row["disclosed_by"])
  }
}
