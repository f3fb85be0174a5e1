import Clinic
import Foundation
import Postgres

extension Records {
  /// Closes a chart to everybody but its care team.
  ///
  /// Throws `NotFound` when there is no such patient, and a `Conflict` when the chart is restricted already.
  package func restrict(
    _ restriction: ChartRestriction, as caller: Caller, once: Once<ChartRestriction>? = nil
  ) async throws {
    let insert: SQL = """
      INSERT INTO access.chart_restriction (organization_id, id, patient_id, reason, restricted_at, restricted_by)
      VALUES (
        access.organization(), \(restriction.id), \(restriction.patientID), \(restriction.reason),
        \(restriction.at), access.staff_member())
      """
    try await write(
      [insert], as: caller,
      Action(.chartRestrict, patients: [restriction.patientID], subject: restriction.id.rawValue),
      once: once, for: restriction)
  }

  /// Opens a restricted chart again to all whose role lets them.
  ///
  /// Throws `NotFound` when it is not restricted.
  package func lift(of patient: Patient.ID, as caller: Caller) async throws {
    let lift: SQL = """
      WITH lifted AS (
        UPDATE access.chart_restriction
        SET lifted_at = greatest(\(clock()), restricted_at), lifted_by = access.staff_member()
        WHERE organization_id = (SELECT access.organization()) AND patient_id = \(patient) AND lifted_at IS NULL
        RETURNING id
      )
      SELECT access.insist(EXISTS (SELECT FROM lifted), 'SW004', 'restricted chart')
      """
    try await run(
      as: caller, Action("chart.lift", needs: .chartRestrict, patients: [patient]), first: [lift])
  }
}
