import Clinic
import Postgres

extension Moment {
  /// Whether a consent of a person that covers all of this, and lacks no element of the rule, was in force then.
  func consented(
    to categories: [String], kind: Consent.Kind? = nil, organization: SQL, patient: SQL
  ) -> SQL {
    let ofKind: SQL = kind.map { " AND consent.kind = \($0.rawValue)" } ?? ""
    return """
      EXISTS (
        SELECT FROM clinic.consent AS consent
        WHERE consent.organization_id = \(organization) AND consent.patient_id = \(patient)
          AND \(knows("consent")) AND consent.categories @> \(categories)::text[]\(ofKind)
          AND consent.signed_at <= \(asOf) AND (consent.expires_at > \(asOf)) IS NOT FALSE
          AND num_nulls(consent.discloser, consent.purpose, consent.right_to_revoke, consent.signer, consent.signer_role) = 0
          AND cardinality(consent.recipients) > 0
          AND (consent.kind <> 'intermediary'
            OR 'intermediary' = ANY (consent.recipient_kinds) AND NOT consent.recipient_kinds <@ ARRAY['intermediary'])
          AND (num_nonnulls(consent.expires_at, consent.expires_upon) = 1
            OR consent.no_expiry_reason IS NOT NULL AND consent.kind IN ('tpo', 'research'))
          AND (consent.kind <> 'tpo' OR consent.tells_of_redisclosure AND consent.tells_of_refusal)
          AND NOT EXISTS (
            SELECT FROM clinic.consent_revocation AS revoked
            WHERE revoked.organization_id = consent.organization_id AND revoked.consent_id = consent.id
              AND revoked.at <= \(asOf)\(recorded("revoked.at"))))
      """
  }
}
