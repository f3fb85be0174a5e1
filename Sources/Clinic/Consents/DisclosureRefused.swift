/// Records may not leave the clinic, and why.
package enum DisclosureRefused: Refusal, Hashable {
  case revoked, expired
  case deficient([Consent.Element])
  case notCovered([RecordCategory])
  case recipientNotNamed
  /// The clinic has agreed with the patient not to.
  case restricted
  /// Counselling notes leave under a consent of their own only.
  case notesNeedConsent

  package var code: String {
    switch self {
    case .revoked: "consent-revoked"
    case .expired: "consent-expired"
    case .deficient: "consent-deficient"
    case .notCovered: "not-covered"
    case .recipientNotNamed: "recipient-not-named"
    case .restricted: "restriction-agreed"
    case .notesNeedConsent: "notes-need-consent"
    }
  }

  package var message: String {
    switch self {
    case .revoked: "The consent has been revoked."
    case .expired: "The consent has expired."
    case .deficient(let missing): "The consent lacks \(missing.map(\.rawValue).joined(separator: ", "))."
    case .notCovered(let categories):
      "The consent does not cover \(categories.map(\.rawValue).joined(separator: ", "))."
    case .recipientNotNamed: "The consent does not name the recipient."
    case .restricted: "The clinic has agreed with the patient not to disclose this."
    case .notesNeedConsent: "Counselling notes are disclosed under a consent of their own only."
    }
  }

  package var field: String? {
    switch self {
    case .notCovered, .restricted, .notesNeedConsent: "categories"
    case .recipientNotNamed: "recipient"
    case .revoked, .expired, .deficient: "consent_id"
    }
  }

  package var remedy: String {
    switch self {
    case .notCovered, .restricted: "Leave that out, or ask the patient for another consent."
    case .recipientNotNamed: "Name the recipient as the consent does, or the class that it falls under."
    default: "Ask the patient for a new consent."
    }
  }

  package var kind: RefusalKind { .refusedByRule }
}
