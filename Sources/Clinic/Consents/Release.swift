import Foundation

/// Records that are to leave the clinic: whose, of what, to whom, why, and what allows it.
package struct Release: Hashable, Sendable {
  /// What allows a disclosure, with what has to be written down of it.
  package enum Basis: Hashable, Sendable {
    case consent(Consent.ID)
    /// A medical emergency (42 CFR 2.51): with whom the recipient works, and what has happened.
    case emergency(affiliation: Line, nature: Line)
    /// Research (2.52), by its approval.
    case research(authority: Line)
    /// An audit or evaluation (2.53), by its agreement.
    case audit(authority: Line)
    /// An order of a court (2.61 to 2.67), by its reference; a subpoena is none.
    case courtOrder(authority: Line)
    /// The patient's own request to see the record (2.23).
    case patientRequest

    /// The word for it, the same everywhere.
    package var name: String {
      switch self {
      case .consent: "consent"
      case .emergency: "emergency"
      case .research: "research"
      case .audit: "audit"
      case .courtOrder: "court_order"
      case .patientRequest: "patient_request"
      }
    }
  }

  package let patientID: Patient.ID
  package let categories: Set<RecordCategory>
  package let recipient: Line
  /// The class named in the consent that the recipient falls under, if it is not named itself.
  package let under: Line?
  package let purpose: Line
  package let basis: Basis

  package init(
    patientID: Patient.ID, categories: Set<RecordCategory>, recipient: Line, under: Line? = nil,
    purpose: Line, basis: Basis
  ) {
    self.patientID = patientID
    self.categories = categories
    self.recipient = recipient
    self.under = under
    self.purpose = purpose
    self.basis = basis
  }

  /// Throws where `consent` does not allow this release at `instant`, and says why.
  package func check(_ consent: Consent, revokedAt: Date?, at instant: Date) throws(DisclosureRefused) {
    switch consent.state(at: instant, revokedAt: revokedAt) {
    case .active: break
    case .revoked: throw .revoked
    case .expired: throw .expired
    case .deficient(let missing): throw .deficient(missing)
    }
    let uncovered = categories.subtracting(consent.categories)
    guard uncovered.isEmpty else { throw .notCovered(uncovered.sorted { $0.rawValue < $1.rawValue }) }
    let names = Set([recipient, under].compactMap { $0?.rawValue.lowercased() })
    let isNamed = consent.recipients.contains { named in
      let name = named.name.rawValue.lowercased()
      return named.kind == .class ? name == under?.rawValue.lowercased() : names.contains(name)
    }
    guard isNamed else { throw .recipientNotNamed }
  }
}
