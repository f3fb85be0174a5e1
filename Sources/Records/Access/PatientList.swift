import Foundation
import Postgres

/// A question whose answer says who several patients are.
///
/// It is no `Query`, so that it cannot run but with an audit row that names everybody whom it showed.
package struct PatientList<Member: Sendable>: Sendable {
  private let sql: SQL
  private let patient: SQL
  private let decode: @Sendable (Row) throws -> Member
  /// What goes before the statement in its unit.
  let before: [SQL]

  /// The rows of `sql`, in their order; `patient` is the column that says whom a row shows, null for nobody.
  ///
  /// With `isPlannedOnce` the server keeps its plan, for a list that is asked for often and whose plan does not hang on the
  /// values that are asked for.
  init(
    _ sql: SQL, patient: SQL, isPlannedOnce: Bool = false,
    _ decode: @escaping @Sendable (Row) throws -> Member
  ) {
    self.sql = sql
    self.patient = patient
    before = isPlannedOnce ? ["SELECT set_config('plan_cache_mode', 'force_generic_plan', true)"] : []
    self.decode = decode
  }

  /// The rows, and on the way the audit row that names whom they show.
  ///
  /// One statement does both, so that the rows and the names are of one moment.
  func recorded(as action: Action, by caller: Caller, at now: Date) -> Query<[Member]> {
    .all(
      """
      WITH list AS MATERIALIZED (
        SELECT asked.*, row_number() OVER () AS place_in_list FROM (\(sql)) AS asked
      ),
      told AS (
        \(AuditTrail.record(action, by: caller, at: now, patients: shown))
      )
      SELECT list.* FROM list
      ORDER BY list.place_in_list
      """, decode)
  }

  private var shown: SQL {
    """
    (SELECT coalesce(array_agg(DISTINCT list.\(patient)) FILTER (WHERE list.\(patient) IS NOT NULL), '{}') FROM list)
    """
  }

  /// What can be said of the rows as a whole, such as how many there are; `say` lets nobody's identity out.
  func told<Answer>(_ say: @escaping @Sendable ([Member]) throws -> Answer) -> Query<Answer> {
    Query<[Member]>.all(sql, decode).map(say)
  }
}

extension Records {
  /// Runs a list of patients for `caller`, and records `action` with everybody whom the list showed.
  ///
  /// Throws as the unit of several queries does. A list stands alone in its unit: the audit row is of one list.
  package func run<Member: Sendable>(
    as caller: Caller, _ action: Action, list: PatientList<Member>,
    on lane: Database.LaneName = .interactive
  ) async throws -> [Member] {
    let now = clock()
    return try await attempting(action, as: caller, at: now) {
      try await database.run(
        before: [caller.begin(action, at: now)] + list.before, list.recorded(as: action, by: caller, at: now),
        on: lane)
    }
  }
}
