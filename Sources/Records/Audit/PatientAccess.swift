import Clinic
import Foundation
import Postgres

/// What one member of staff had to do with the records of a patient.
package struct PatientAccess: Sendable, Hashable {
  package let staffID: Staff.ID
  package let handle: String
  package let staffName: String
  /// All roles held at those times.
  package let roles: [String]
  package let purposes: [String]
  package let actions: [String]
  /// How often something was done.
  package let done: Int64
  /// How often they were turned away, or a rule said no.
  package let notDone: Int64
  package let firstAt: Date
  package let lastAt: Date
}

extension PatientAccess {
  /// Whoever had to do with the patient from `from` up to `to`, who did last first.
  package static func of(_ patient: Patient.ID, from: Date?, to: Date?) -> Query<[PatientAccess]> {
    var search = TrailSearch()
    (search.from, search.to) = (from, to)
    let period = search.conditions()
    return .all(
      """
      SELECT e.staff_id, s.handle, s.name, array_remove(string_to_array(string_agg(DISTINCT e.roles, ','), ','), '') AS roles,
        array_agg(DISTINCT e.purpose ORDER BY e.purpose) AS purposes,
        array_agg(DISTINCT e.action ORDER BY e.action) AS actions,
        count(*) FILTER (WHERE e.outcome = 'done') AS done, count(*) FILTER (WHERE e.outcome <> 'done') AS not_done,
        min(e.at) AS first_at, max(e.at) AS last_at
      FROM (
        SELECT e.* FROM audit.event AS e
        WHERE e.organization_id = (SELECT access.organization()) AND e.patients[1] = \(patient)\(period)
        UNION ALL
        SELECT e.* FROM audit.event AS e
        WHERE e.organization_id = (SELECT access.organization()) AND cardinality(e.patients) > 1
          AND e.patients[1] <> \(patient) AND \(patient) = ANY (e.patients)\(period)
      ) AS e
      JOIN access.staff AS s ON s.organization_id = e.organization_id AND s.id = e.staff_id
      GROUP BY e.staff_id, s.handle, s.name
      ORDER BY last_at DESC, e.staff_id
      """
    ) { row in
      let roles: [String] = try row["roles"]
      return PatientAccess(
        staffID: try row["staff_id"], handle: try row["handle"], staffName: try row["name"],
        roles: Set(roles).sorted(), purposes: try row["purposes"], actions: try row["actions"],
        done: try row["done"], notDone: try row["not_done"], firstAt: try row["first_at"],
        lastAt: try row["last_at"])
    }
  }
}
