import Foundation

/// What a patient signed to let records be disclosed, as it was signed (42 CFR 2.31).
package struct Consent: Identifiable, Hashable, Sendable {
  package typealias ID = Identifier<Consent>

  package enum Kind: String, CaseIterable, Sendable, Codable {
    /// For all treatment, payment and operations to come.
    case tpo
    case specific
    case counsellingNotes = "counselling_notes"
    case legalProceeding = "legal_proceeding"
    case intermediary, research
  }

  /// To whom records may go.
  package struct Recipient: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable, Codable {
      case person, entity
      /// Such as "my treating providers".
      case `class`
      case treatingEntity = "treating_entity"
      case intermediary
    }
    package let kind: Kind
    package let name: Line

    package init(kind: Kind, name: Line) {
      self.kind = kind
      self.name = name
    }
  }

  package enum Expiry: Hashable, Sendable {
    case at(Date)
    /// An event or condition, such as the end of treatment.
    case upon(Line)
    /// None, for this reason.
    case never(because: Line)
  }

  package enum SignerRole: String, CaseIterable, Sendable, Codable {
    case patient, guardian, representative
  }

  package let id: ID
  package let patientID: Patient.ID
  package let kind: Kind
  package var discloser: Line?
  package var categories: Set<RecordCategory>
  package var recipients: [Recipient]
  package var purpose: Line?
  /// What the patient was told about revoking it, and from when that does not help.
  package var rightToRevoke: Note?
  package var expiry: Expiry?
  package var signer: Line?
  package var signerRole: SignerRole?
  package var signedAt: Date?
  /// Whether it says that recipients may pass the records on.
  package var tellsOfRedisclosure: Bool
  /// Whether it says what follows from not signing.
  package var tellsOfRefusal: Bool

  /// Throws where kinds are combined that may not be, or the end is not after the signature.
  package init(
    id: ID, patientID: Patient.ID, kind: Kind, discloser: Line? = nil, categories: Set<RecordCategory> = [],
    recipients: [Recipient] = [], purpose: Line? = nil, rightToRevoke: Note? = nil, expiry: Expiry? = nil,
    signer: Line? = nil, signerRole: SignerRole? = nil, signedAt: Date? = nil,
    tellsOfRedisclosure: Bool = false, tellsOfRefusal: Bool = false
  ) throws(InvalidValue) {
    guard
      kind == .counsellingNotes
        ? categories.isSubset(of: [.counsellingNotes])
        : !categories.contains(.counsellingNotes)
    else {
      throw InvalidValue(
        "consents-combined", field: "categories", problem: "combines counselling notes with something else",
        remedy: "Have a consent of the kind counselling_notes signed for the notes, and another for the rest."
      )
    }
    if case .at(let end) = expiry, let signedAt, end <= signedAt {
      throw InvalidValue(
        "ends-before-start", field: "expires_at", problem: "is not after the signature",
        remedy: "Give an end after signed_at.")
    }
    self.id = id
    self.patientID = patientID
    self.kind = kind
    self.discloser = discloser
    self.categories = categories
    self.recipients = recipients
    self.purpose = purpose
    self.rightToRevoke = rightToRevoke
    self.expiry = expiry
    self.signer = signer
    self.signerRole = signerRole
    self.signedAt = signedAt
    self.tellsOfRedisclosure = tellsOfRedisclosure
    self.tellsOfRefusal = tellsOfRefusal
  }
}
