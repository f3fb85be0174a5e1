import Clinic
import Foundation
import Postgres

/// A consent as it is on record, and when it was revoked, if it was.
package struct ConsentRecord: Sendable, Hashable {
  package let consent: Consent
  package let revokedAt: Date?
  package let recordedAt: Date

  package init(consent: Consent, revokedAt: Date?, recordedAt: Date) {
    self.consent = consent
    self.revokedAt = revokedAt
    self.recordedAt = recordedAt
  }
}

/// Queries about consents.
package enum Consents {
  /// One consent; nil when there is none that the caller may see.
  package static func find(_ id: Consent.ID) -> Query<ConsentRecord?> {
    .first(select("c.id = \(id)"), ConsentRecord.init(row:))
  }

  /// The consents of a patient, the latest first.
  package static func of(_ patient: Patient.ID) -> Query<[ConsentRecord]> {
    .all(select("c.patient_id = \(patient)"), ConsentRecord.init(row:))
  }

  private static func select(_ condition: SQL) -> SQL {
    """
    SELECT c.id, c.patient_id, c.kind, c.discloser, c.categories, c.recipients, c.recipient_kinds, c.purpose,
      c.right_to_revoke, c.expires_at, c.expires_upon, c.no_expiry_reason, c.signer, c.signer_role, c.signed_at,
      c.tells_of_redisclosure, c.tells_of_refusal, c.known_from, r.at AS revoked_at
    FROM clinic.consent AS c
    LEFT JOIN clinic.consent_revocation AS r ON r.organization_id = c.organization_id AND r.consent_id = c.id
    WHERE c.organization_id = (SELECT access.organization()) AND \(condition) AND c.known_to = 'infinity'
    ORDER BY c.known_from DESC, c.id DESC
    """
  }

  /// Held by a disclosure with others, by a revocation alone: after a revocation nothing is disclosed under it.
  static func lock(_ id: Consent.ID, alone: Bool) -> SQL {
    alone
      ? "SELECT pg_advisory_xact_lock(7303, hashtext(\(id.description)))"
      : "SELECT pg_advisory_xact_lock_shared(7303, hashtext(\(id.description)))"
  }
}

extension Consent.Kind: PostgresEncodable, PostgresDecodable {}
extension Consent.SignerRole: PostgresEncodable, PostgresDecodable {}
extension Consent.Recipient.Kind: PostgresEncodable, PostgresDecodable {}
extension RecordCategory: PostgresEncodable, PostgresDecodable {}

extension ConsentRecord {
  init(row: Row) throws {
    let names: [Line] = try row["recipients"]
    let kinds: [Consent.Recipient.Kind] = try row["recipient_kinds"]
    let categories: [RecordCategory] = try row["categories"]
    let end: Date? = try row["expires_at"]
    let event: Line? = try row["expires_upon"]
    let reason: Line? = try row["no_expiry_reason"]
    let expiry: Consent.Expiry? =
      end.map { .at($0) } ?? event.map { .upon($0) } ?? reason.map { .never(because: $0) }
    self.init(
      consent: try Consent(
        id: try row["id"], patientID: try row["patient_id"], kind: try row["kind"],
        discloser: try row["discloser"], categories: Set(categories),
        recipients: zip(kinds, names).map { Consent.Recipient(kind: $0, name: $1) },
        purpose: try row["purpose"], rightToRevoke: try row["right_to_revoke"], expiry: expiry,
        signer: try row["signer"], signerRole: try row["signer_role"], signedAt: try row["signed_at"],
        tellsOfRedisclosure: try row["tells_of_redisclosure"], tellsOfRefusal: try row["tells_of_refusal"]),
      revokedAt: try row["revoked_at"], recordedAt: try row["known_from"])
  }
}
