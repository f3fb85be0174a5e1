import Clinic
import Postgres

/// The medicines of a person as a disclosure gives them out.
package struct ReleasedMedication: Sendable {
  package let allergies: Allergies
  /// Every order, with all that was done about its doses; what was entered in error is not among it.
  package let orders: [MedicationRecord]
  /// By which it follows how an order stands.
  package let policy: MedicationPolicy
}

extension Records {
  /// The medicines of a person, which are read only where they are asked for.
  func medication(
    for release: Release, in transaction: borrowing Transaction
  ) async throws -> ReleasedMedication? {
    guard release.categories.contains(.medication) else { return nil }
    let (allergies, orders) = try await transaction.run(
      AllergyList.of(release.patientID), Medications.of(release.patientID))
    return ReleasedMedication(allergies: allergies, orders: orders, policy: try .shipped())
  }
}
