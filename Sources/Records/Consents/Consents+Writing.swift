import Clinic
import Foundation
import Postgres

extension Records {
  /// Records what a patient signed, also when an element is missing: then it is deficient, and says of what.
  package func record(
    _ consent: Consent, as caller: Caller, once: Once<ConsentRecord>? = nil
  ) async throws -> ConsentRecord {
    let now = clock()
    var (end, event, reason): (Date?, Line?, Line?)
    switch consent.expiry {
    case .at(let date): end = date
    case .upon(let line): event = line
    case .never(let line): reason = line
    case nil: break
    }
    let insert: SQL = """
      INSERT INTO clinic.consent (
        organization_id, id, patient_id, kind, discloser, categories, recipients, recipient_kinds, purpose,
        right_to_revoke, expires_at, expires_upon, no_expiry_reason, signer, signer_role, signed_at,
        tells_of_redisclosure, tells_of_refusal, known_from, recorded_by)
      VALUES (
        access.organization(), \(consent.id), \(consent.patientID), \(consent.kind), \(consent.discloser),
        \(consent.categories.map(\.rawValue).sorted())::text[], \(consent.recipients.map(\.name.rawValue))::text[],
        \(consent.recipients.map(\.kind.rawValue))::text[], \(consent.purpose), \(consent.rightToRevoke),
        \(end), \(event), \(reason), \(consent.signer), \(consent.signerRole), \(consent.signedAt),
        \(consent.tellsOfRedisclosure), \(consent.tellsOfRefusal), \(now), access.staff_member())
      """
    let record = ConsentRecord(consent: consent, revokedAt: nil, recordedAt: now)
    try await write(
      [Patients.mustExist(consent.patientID), insert], as: caller,
      Action(.consentRecord, patients: [consent.patientID], subject: consent.id.rawValue), once: once,
      for: record)
    return record
  }

  /// Revokes a consent at once; what was disclosed before stays right.
  ///
  /// Throws `NotFound` when there is no such consent, and a `Conflict` when it was revoked before.
  package func revoke(_ id: Consent.ID, as caller: Caller) async throws {
    let revoke: SQL = """
      WITH consent AS (
        SELECT patient_id FROM clinic.consent
        WHERE organization_id = (SELECT access.organization()) AND id = \(id) AND known_to = 'infinity'
      ),
      revoked AS (
        INSERT INTO clinic.consent_revocation (organization_id, consent_id, patient_id, at, recorded_by)
        SELECT access.organization(), \(id), patient_id, \(clock()), access.staff_member()
        FROM consent
      )
      SELECT access.insist(EXISTS (SELECT FROM consent), 'SW004', 'consent')
      """
    try await run(
      as: caller, Action("consent.revoke", needs: .consentRecord, subject: id.rawValue),
      first: [Consents.lock(id, alone: true), revoke])
  }
}
