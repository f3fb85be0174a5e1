import Clinic
import Foundation
import Postgres

/// What a unit of work does, as the audit trail names it: `patient.read`, `episode.move`.
package struct Action: Sendable {
  package let name: String
  package let patients: [Patient.ID]
  package let subject: UUID?

  package init(_ name: String, patients: [Patient.ID] = [], subject: UUID? = nil) {
    self.name = name
    self.patients = patients
    self.subject = subject
  }
}

/// The trail of who did what, written in the transaction that it speaks of.
enum AuditTrail {
  /// The last statement of a unit.
  ///
  /// Who asks is what `access.begin` found, not what the caller says.
  static func record(_ action: Action, by caller: Caller, at now: Date) -> SQL {
    """
    INSERT INTO audit.event
      (at, organization_id, staff_id, session_id, roles, purpose, action, outcome, patients, subject, request_id, source)
    VALUES (
      \(now), access.organization(), access.staff_member(), access.setting('session')::uuid,
      access.setting('roles'), \(caller.purpose.rawValue), \(action.name), 'done',
      \(action.patients), \(action.subject), \(caller.requestID), \(caller.source.rawValue))
    """
  }
}
