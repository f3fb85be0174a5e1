import Foundation

/// A chart that is open to its care team only, and to whoever breaks the glass.
package struct ChartRestriction: Identifiable, Hashable, Sendable {
  package typealias ID = Identifier<ChartRestriction>

  package let id: ID
  package let patientID: Patient.ID
  /// Why, such as that the patient is known to the staff.
  package let reason: Line
  package let at: Date

  package init(id: ID, patientID: Patient.ID, reason: Line, at: Date) {
    self.id = id
    self.patientID = patientID
    self.reason = reason
    self.at = at
  }
}
