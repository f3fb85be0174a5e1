import Clinic
import Foundation
import Postgres

/// A row of the audit trail: who did what, or was kept from it.
package struct TrailEvent: Sendable, Hashable {
  /// How it ended.
  package enum Outcome: String, CaseIterable, Sendable {
    case done
    /// Who asked was turned away.
    case denied
    /// A rule of the clinic said no.
    case refused
  }

  package let at: Date
  /// In which transaction of the database; with `at` it tells one row from all others.
  package let transaction: Int64
  /// Nil where a stranger was turned away.
  package let staffID: Staff.ID?
  package let handle: String?
  package let staffName: String?
  /// The roles held at the time, separated by commas.
  package let roles: String
  package let purpose: String
  package let action: String
  package let outcome: Outcome
  package let patients: [Patient.ID]
  package let subject: UUID?
  package let requestID: String
  package let source: String
  package let address: String?
  package let consentID: UUID?
}

extension TrailEvent {
  init(_ row: Row) throws {
    let outcome: String = try row["outcome"]
    let patients: [UUID] = try row["patients"]
    self.init(
      at: try row["at"], transaction: try row["transaction"], staffID: try row["staff_id"],
      handle: try row["handle"], staffName: try row["name"], roles: try row["roles"],
      purpose: try row["purpose"],
      action: try row["action"], outcome: Outcome(rawValue: outcome) ?? .refused,
      patients: patients.map(Patient.ID.init(rawValue:)), subject: try row["subject"],
      requestID: try row["request_id"], source: try row["source"], address: try row["address"],
      consentID: try row["consent_id"])
  }
}
