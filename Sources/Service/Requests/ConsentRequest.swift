import Clinic
import Foundation

/// A consent as a patient signed it; what was left out on paper may be left out here.
package struct ConsentRequest: Sendable {
  private let members: @Sendable (Consent.ID, Patient.ID) throws -> Consent

  package init(_ body: JSONNode) throws {
    let members = try body.members(
      ["kind"],
      optional: [
        "discloser", "categories", "recipients", "purpose", "right_to_revoke", "expires_at", "expires_upon",
        "no_expiry_reason", "signer", "signer_role", "signed_at", "tells_of_redisclosure", "tells_of_refusal",
      ])
    let kind: Consent.Kind = try members["kind"].word()
    let discloser = try members.optional("discloser") { try $0.line() }
    let categories = try members.optional("categories", Self.categories) ?? []
    let recipients =
      try members.optional("recipients") { try $0.elements(limit: 50).map(Self.recipient) } ?? []
    let purpose = try members.optional("purpose") { try $0.line() }
    let rightToRevoke = try members.optional("right_to_revoke") { try $0.note() }
    let expiry = try Self.expiry(members)
    let signer = try members.optional("signer") { try $0.line() }
    let role: Consent.SignerRole? = try members.optional("signer_role") { try $0.word() }
    let signedAt = try members.optional("signed_at") { try $0.instant() }
    let redisclosure = try members.optional("tells_of_redisclosure") { try $0.bool() } ?? false
    let refusal = try members.optional("tells_of_refusal") { try $0.bool() } ?? false
    self.members = { id, patient in
      try Consent(
        id: id, patientID: patient, kind: kind, discloser: discloser, categories: categories,
        recipients: recipients, purpose: purpose, rightToRevoke: rightToRevoke, expiry: expiry,
        signer: signer,
        signerRole: role, signedAt: signedAt, tellsOfRedisclosure: redisclosure, tellsOfRefusal: refusal)
    }
  }

  /// Throws where kinds are combined that may not be, or the end is not after the signature.
  package func consent(_ id: Consent.ID, of patient: Patient.ID) throws -> Consent {
    try members(id, patient)
  }

  static func categories(_ node: JSONNode) throws -> Set<RecordCategory> {
    Set(try node.elements(limit: 20).map { try $0.word() })
  }

  private static func recipient(_ node: JSONNode) throws -> Consent.Recipient {
    let members = try node.members(["kind", "name"])
    return Consent.Recipient(kind: try members["kind"].word(), name: try members["name"].line())
  }

  private static func expiry(_ members: Members) throws -> Consent.Expiry? {
    let all: [Consent.Expiry?] = [
      try members.optional("expires_at") { .at(try $0.instant()) },
      try members.optional("expires_upon") { .upon(try $0.line()) },
      try members.optional("no_expiry_reason") { .never(because: try $0.line()) },
    ]
    guard all.compactMap(\.self).count <= 1 else {
      throw InvalidValue(
        "several-ends", field: "expires_at", problem: "is not the only end that is given",
        remedy: "Give one of expires_at, expires_upon and no_expiry_reason.")
    }
    return all.compactMap(\.self).first
  }
}
