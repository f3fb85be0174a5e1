import Clinic
import Foundation
import Records

/// A consent, with whether it holds at an instant.
package struct ConsentRepresentation: Representation {
  let record: ConsentRecord
  let instant: Date

  package init(_ record: ConsentRecord, at instant: Date) {
    self.record = record
    self.instant = instant
  }

  package func write(to json: inout JSONWriter) {
    let state = record.consent.state(at: instant, revokedAt: record.revokedAt)
    json.object { json in
      json.field("id", record.consent.id)
      json.field("patient_id", record.consent.patientID)
      json.field("state", state.name)
      if case .deficient(let missing) = state { json.field("missing", missing.map(\.rawValue)) }
      json.field("revoked_at", record.revokedAt)
      json.field("recorded_at", record.recordedAt)
      ConsentScope(record.consent).writeMembers(to: &json)
    }
  }
}

/// What a consent allows, as it accompanies what is disclosed under it.
struct ConsentScope: Representation {
  let consent: Consent

  init(_ consent: Consent) {
    self.consent = consent
  }

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("id", consent.id)
      writeMembers(to: &json)
    }
  }

  func writeMembers(to json: inout JSONWriter) {
    json.field("kind", word: consent.kind)
    json.field("discloser", consent.discloser)
    json.field("categories", consent.categories.map(\.rawValue).sorted())
    json.array("recipients", consent.recipients) { json, recipient in
      json.object { json in
        json.field("kind", word: recipient.kind)
        json.field("name", recipient.name)
      }
    }
    json.field("purpose", consent.purpose)
    json.field("right_to_revoke", consent.rightToRevoke)
    switch consent.expiry {
    case .at(let date): json.field("expires_at", date)
    case .upon(let event): json.field("expires_upon", event)
    case .never(let reason): json.field("no_expiry_reason", reason)
    case nil: break
    }
    json.field("signer", consent.signer)
    json.field("signer_role", word: consent.signerRole)
    json.field("signed_at", consent.signedAt)
    json.field("tells_of_redisclosure", consent.tellsOfRedisclosure)
    json.field("tells_of_refusal", consent.tellsOfRefusal)
  }
}

/// What a revocation stops, or has stopped: nobody of these gets anything more.
package struct RevocationRepresentation: Representation {
  let consent: Consent
  let past: [PastRecipient]
  let isPreview: Bool

  package init(_ consent: Consent, past: [PastRecipient], isPreview: Bool) {
    self.consent = consent
    self.past = past
    self.isPreview = isPreview
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("consent_id", consent.id)
      json.field("preview", isPreview)
      json.field("stops", consent.recipients.map(\.name.rawValue))
      json.array("disclosed", past) { json, recipient in
        json.object { json in
          json.field("recipient", recipient.recipient)
          json.field("count", recipient.count)
          json.field("last", recipient.last)
        }
      }
    }
  }
}
