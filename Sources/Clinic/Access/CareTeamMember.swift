import Foundation

/// Somebody who cares for a patient, for a time.
///
/// Roles that see their care team only, and restricted charts, go by it.
package struct CareTeamMember: Identifiable, Hashable, Sendable {
  package typealias ID = Identifier<CareTeamMember>

  package let id: ID
  package let patientID: Patient.ID
  package let staffID: Staff.ID
  /// The short name by which the member signs in.
  package let handle: String
  package let name: String
  package let since: Date

  package init(
    id: ID, patientID: Patient.ID, staffID: Staff.ID, handle: String, name: String, since: Date
  ) {
    self.id = id
    self.patientID = patientID
    self.staffID = staffID
    self.handle = handle
    self.name = name
    self.since = since
  }
}
