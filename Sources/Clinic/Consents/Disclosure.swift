import Foundation

/// What left the clinic, as the accounting of disclosures has it.
package struct Disclosure: Identifiable, Hashable, Sendable {
  package typealias ID = Identifier<Disclosure>

  package let id: ID
  package let patientID: Patient.ID
  package let recipient: Line
  package let purpose: Line
  package let categories: Set<RecordCategory>
  package let basis: Release.Basis
  /// The version of the notice that went with it.
  package let notice: String
  /// SHA-256 of the document.
  package let digest: [UInt8]
  package let at: Date
  package let by: Staff.ID

  package init(
    id: ID, patientID: Patient.ID, recipient: Line, purpose: Line, categories: Set<RecordCategory>,
    basis: Release.Basis, notice: String, digest: [UInt8], at: Date, by: Staff.ID
  ) {
    self.id = id
    self.patientID = patientID
    self.recipient = recipient
    self.purpose = purpose
    self.categories = categories
    self.basis = basis
    self.notice = notice
    self.digest = digest
    self.at = at
    self.by = by
  }
}
