import Clinic
import Foundation
import Postgres

/// What a unit of work does, as the audit trail names it, and the permission that it needs.
package struct Action: Sendable {
  /// Such as `patient.read` or `enquiry.attempt`.
  package let name: String
  /// Nil where whoever is signed in may.
  package let permission: Permission?
  package let patients: [Patient.ID]
  package let subject: UUID?

  /// What goes by the name of the permission that it needs.
  package init(_ permission: Permission, patients: [Patient.ID] = [], subject: UUID? = nil) {
    self.init(permission.rawValue, needs: permission, patients: patients, subject: subject)
  }

  /// What has a name of its own.
  package init(
    _ name: String, needs permission: Permission?, patients: [Patient.ID] = [], subject: UUID? = nil
  ) {
    self.name = name
    self.permission = permission
    self.patients = patients
    self.subject = subject
  }
}

/// The trail of who did what, written in the transaction that it speaks of.
enum AuditTrail {
  /// The last statement of a unit.
  ///
  /// Who asks is what `access.begin` found, not what the caller says. Where the unit itself finds out whom it is about,
  /// `patients` reads it, and `consent` under which records leave.
  static func record(
    _ action: Action, by caller: Caller, at now: Date, patients: SQL? = nil, consent: SQL = "NULL"
  ) -> SQL {
    let patients = patients ?? "\(action.patients)"
    return """
      INSERT INTO audit.event
        (at, organization_id, staff_id, session_id, roles, purpose, action, outcome, patients, subject, request_id, source,
        address, consent_id)
      VALUES (
        \(now), access.organization(), access.staff_member(), access.setting('session')::uuid,
        access.setting('roles'), \(caller.purpose.rawValue), \(action.name), 'done',
        \(patients), \(action.subject), \(caller.requestID), \(caller.source.rawValue),
        \(caller.address)::text::inet, \(consent))
      """
  }

  /// Says that `caller` was turned away, or that a rule refused what they asked; not part of the unit that was refused,
  /// which is undone.
  static func refuse(_ action: Action, to caller: Caller, isDenied: Bool, at now: Date) -> SQL {
    """
    SELECT FROM access.write_refusal(
      \(caller.digest), \(action.name), \(isDenied ? "denied" : "refused"), \(caller.purpose.rawValue),
      \(action.patients), \(action.subject), \(caller.requestID), \(caller.source.rawValue),
      \(caller.address)::text::inet, \(now))
    """
  }
}
